#!/usr/bin/env python3
"""What tells unblock-lint what to look for: .clang-tidy, NOLINT, --checks, models."""

import unittest

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase


class ConfigurationTest(LintCase):
    def test_clang_tidy_file_is_honoured(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        self.write(".clang-tidy", "Checks: '-*,bugprone-*'\n")
        self.assertEqual(self.lint().returncode, 1, "a configuration for other checks says nothing about ours")
        self.write(".clang-tidy", "Checks: 'async-*,-async-blocking-call'\n")
        self.assertEqual(self.lint().returncode, 0)
        self.write(".clang-tidy", "CheckOptions:\n  async-blocking-call.Tiers: network\n")
        self.assertEqual(self.lint().returncode, 0)

    def test_broken_clang_tidy_file(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        self.write(".clang-tidy", "Checks: [1\nNo: such\n")
        self.assert_complains(self.lint(), ".clang-tidy:")

    def test_checks_option(self) -> None:
        self.write("both.cc", SLEEPY + LOST.replace("run", "run2").split("\n", 1)[1])
        self.database("both.cc")
        self.assertIn("async-blocking-call 1, async-unawaited-coroutine 1", self.lint().stdout)
        self.assertNotIn("unawaited", self.lint("--checks=async-blocking-*").stdout)
        self.assertNotIn("blocking", self.lint("--checks=-async-blocking-*").stdout)
        self.assert_complains(self.lint("--checks=async-blocking-cal"), "no check matches 'async-blocking-cal'")

    def test_check_options(self) -> None:
        self.write("cast.cc", LOST.replace("  save();", "  (void)save();"))
        self.database("cast.cc")
        self.assertEqual(self.lint().returncode, 0)
        self.write(".clang-tidy", "CheckOptions:\n  async-unawaited-coroutine.StrictVoid: true\n")
        self.assertIn("async-unawaited-coroutine 1", self.lint().stdout)

    def test_no_check_at_all(self) -> None:
        self.write("both.cc", SLEEPY)
        self.database("both.cc")
        self.assertEqual(self.lint("--checks=-*").returncode, 0)

    def test_nolint_in_all_forms(self) -> None:
        line = "Lazy<void> {}() {{ sleep(1); co_return; }}{}\n"
        silent = [line.format("a", "  // NOLINT"), line.format("b", "  // NOLINT(async-blocking-call)"),
                  line.format("c", "  // NOLINT(async-*)"), line.format("d", "  // NOLINT(async-sync-wait, async-blocking-call)"),
                  "// NOLINTNEXTLINE\n" + line.format("e", ""), "// NOLINTNEXTLINE(async-blocking-*)\n" + line.format("f", ""),
                  "// NOLINTBEGIN\n" + line.format("g", "") + "// NOLINTEND\n",
                  "// NOLINTBEGIN(async-blocking-call)\n" + line.format("h", "") + "// NOLINTEND(async-blocking-call)\n"]
        head = '#include <unistd.h>\n#include "lazy_task.h"\n'
        self.write("silent.cc", head + "".join(silent))
        self.write("loud.cc", head + line.format("other", "  // NOLINT(bugprone-other)") + line.format("plain", ""))
        self.database("silent.cc", "loud.cc")
        self.assertIn("2 findings in 1 file (2 linted)", self.lint().stdout)

    def test_header_filter(self) -> None:
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("user.cc", '#include "nap.h"\n')
        self.database("user.cc")
        self.assertEqual(self.lint().returncode, 1)
        self.assertEqual(self.lint("--header-filter=other").returncode, 0)
        self.write(".clang-tidy", "HeaderFilterRegex: 'other'\n")
        self.assertEqual(self.lint().returncode, 0)
        self.assertEqual(self.lint("--header-filter=nap").returncode, 1)
        self.assert_complains(self.lint("--header-filter=["), "--header-filter is no regular expression")

    def test_what_clang_tidy_tolerates_is_tolerated_and_said(self) -> None:
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("user.cc", '#include "nap.h"\n')
        self.database("user.cc")
        for text, said in (("AnalyzeTemporaryDtors: false\nChecks: 'async-*'\n", ":1: unknown key 'AnalyzeTemporaryDtors': ignored"),
                           ("Checks: 'async-*'\nOther:\n- a: 1\n  b: 2\n\n- c\nMore: { x: y }\nUser: me\n", ":2: unknown key 'Other': ignored"),
                           ("Checks: 'async-*'\nHeaderFilterRegex: '^(?!x).*'\n", "HeaderFilterRegex is no POSIX regular expression"),
                           ("HeaderFilterRegex: '('\n", "HeaderFilterRegex is no POSIX regular expression: '('")):
            self.write(".clang-tidy", text)
            done = self.lint()
            self.assertIn(said, done.stderr)
            self.assertEqual(done.returncode, 1, done.stderr)
        self.write(".clang-tidy", "Unknown: 1\nChecks: 'async-*,-async-blocking-call'\n")
        self.assertEqual(self.lint().returncode, 0, "the keys beside an unknown one are obeyed")

    def test_header_filter_for_other_checks_says_nothing_about_ours(self) -> None:
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("user.cc", '#include "nap.h"\n')
        self.database("user.cc")
        self.write(".clang-tidy", "Checks: 'bugprone-*'\nHeaderFilterRegex: ''\n")
        self.assertEqual(self.lint().returncode, 1)

    def test_warnings_as_errors_and_severity(self) -> None:
        self.write("io.cc", '#include <fstream>\n#include "lazy_task.h"\nLazy<void> f() {\n  std::ifstream x("a");\n  co_return;\n}\n')
        self.database("io.cc")
        self.assertIn("warning:", self.lint().stdout)
        self.write(".clang-tidy", "WarningsAsErrors: 'async-blocking-file-io'\n")
        self.assertIn("error:", self.lint().stdout)

    def test_model_option_and_project_file(self) -> None:
        self.write("own.cc", '#include "lazy_task.h"\nnamespace db { void query(); }\nLazy<void> f() {\n  db::query();\n  co_return;\n}\n')
        self.database("own.cc")
        self.assertEqual(self.lint().returncode, 0)
        row = "library: own\nblocking:\n  - functions: db::query\n    tier: network\n    instead: db::async_query\n"
        model = self.write("models/own.yaml", row)
        done = self.lint("--model", model)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("instead: db::async_query", done.stdout)
        self.assertEqual(self.lint("--model", model, "own.cc", "--", *faces.FLAGS).returncode, 1)  # the file is no second model
        self.write(".unblock.yaml", row)
        self.assertEqual(self.lint().returncode, 1)

    def test_broken_model(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        model = self.write("bad.yaml", "library: own\nblocking:\n  - functions: db::query\n    tier: slow\n")
        self.assert_complains(self.lint("--model", model), "bad.yaml:4:", "expected one of wait, network, disk, lock, cpu")
        self.assert_complains(self.lint("--model", "missing.yaml"), "cannot read model 'missing.yaml'")

    def test_unknown_function_of_a_model(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        model = self.write("own.yaml", "library: own\nblocking:\n  - functions: [answer, no_such]\n    tier: wait\n")
        done = self.lint("--model", model, "--verify-models")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("own.yaml: no linted file declares 'no_such'", done.stderr)
        self.assertNotIn("'answer'", done.stderr)


if __name__ == "__main__":
    unittest.main()
