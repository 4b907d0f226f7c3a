#!/usr/bin/env python3
"""Files that do not compile: linted as far as they parsed, marked, and named with their first error."""

import json
import unittest

from lint_case import CLEAN, SLEEPY, LintCase

MISSING_HEADER = '#include "generated/version.h"\n' + SLEEPY
UNKNOWN_NAME = SLEEPY + "int broken() { return no_such_name; }\n"
ERROR_IN_TEMPLATE = ("#include <algorithm>\n#include <list>\n" + SLEEPY +
                     "void order() {\n  std::list<int> all;\n  std::sort(all.begin(), all.end());\n}\n")


class IncompleteTest(LintCase):
    def test_missing_header_does_not_silence_the_file(self) -> None:
        self.write("a.cc", MISSING_HEADER)
        self.database("a.cc")
        done = self.lint()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(done.stderr.startswith("a.cc:1:10: error: 'generated/version.h' file not found\n"), done.stderr)
        self.assertIn("a.cc does not compile (1 error): linted as far as it parsed\n", done.stderr)
        self.assertIn("a.cc:5:3: warning: 'sleep' waits", done.stdout)
        self.assertIn("note: from a file that does not compile", done.stdout)
        self.assertIn("1 file does not compile and was linted as far as it parsed", done.stdout)

    def test_clean_as_far_as_it_parsed(self) -> None:
        self.write("a.cc", '#include "generated/version.h"\n' + CLEAN)
        self.database("a.cc")
        self.assertEqual(self.lint().returncode, 0)
        done = self.lint("--strict")
        self.assertEqual(done.returncode, 2)

    def test_strict_beats_findings(self) -> None:
        self.write("a.cc", MISSING_HEADER)
        self.database("a.cc")
        self.assertEqual(self.lint("--strict").returncode, 2)

    def test_functions_with_errors_are_left_out(self) -> None:
        self.write("a.cc", UNKNOWN_NAME + '#include "lazy_task.h"\nLazy<void> half() {\n  sleep(no_such_name);\n  sleep(2);\n  co_return;\n}\n'
                   "Lazy<void> outer() {\n  auto inner = [] { nothing::known(); };\n  sleep(3);\n  co_return;\n}\n")
        self.database("a.cc")
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertIn("without 3 functions in which they stand", done.stderr)
        self.assertIn("1 finding in 1 file", done.stdout)

    def test_error_inside_a_system_header_is_no_all_clear(self) -> None:
        self.write("a.cc", ERROR_IN_TEMPLATE)
        self.database("a.cc")
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"(?m)^/\S+/stl_algo\.h:\d+:\d+: error: ")
        self.assertRegex(done.stderr, r"(?m)^a\.cc:11:8: note: in instantiation of .* requested here")
        self.assertIn("1 finding in 1 file", done.stdout)

    def test_nothing_is_rewritten(self) -> None:
        file = self.write("a.cc", '#include "gone.h"\n#include "lazy_task.h"\nLazy<void> save();\nLazy<void> run() {\n  save();\n  co_return;\n}\n')
        self.database("a.cc")
        before = file.read_text()
        self.assertEqual(self.lint("--fix").returncode, 1)
        self.assertEqual(file.read_text(), before)

    def test_many_errors_name_the_first(self) -> None:
        self.write("a.cc", "".join(f"unknown_type_{i} value_{i};\n" for i in range(2000)))
        self.database("a.cc")
        done = self.lint()
        self.assertTrue(done.stderr.startswith("a.cc:1:1: error: unknown type name 'unknown_type_0'\n"), done.stderr)
        self.assertIn("(2000 errors)", done.stderr)
        self.assertNotIn("too many errors", done.stderr)

    def test_formats_mark_it(self) -> None:
        self.write("a.cc", MISSING_HEADER)
        self.database("a.cc")
        run = json.loads(self.lint("--format", "sarif").stdout)["runs"][0]
        self.assertTrue(run["results"][0]["properties"]["incompleteParse"])
        notice = run["invocations"][0]["toolExecutionNotifications"][0]
        self.assertEqual((notice["descriptor"]["id"], notice["level"]), ("read-incompletely", "warning"))
        document = json.loads(self.lint("--format", "json").stdout)
        self.assertTrue(document["findings"][0]["incomplete_parse"])
        self.assertEqual([entry["file"] for entry in document["incomplete"]], ["a.cc"])


if __name__ == "__main__":
    unittest.main()
