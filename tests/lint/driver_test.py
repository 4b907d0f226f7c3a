#!/usr/bin/env python3
"""unblock-lint as a user runs it: databases, files and globs, exit codes, and files among the good ones that are broken."""

import unittest

import faces
from lint_case import CLEAN, SLEEPY, LintCase


class DriverTest(LintCase):
    def test_clean_is_zero(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("no findings in 1 file", done.stdout)

    def test_findings_are_one_and_counted(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        done = self.lint("-p", "build")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("sleepy.cc:4:3: warning: 'sleep' waits", done.stdout)
        self.assertIn("1 finding in 1 file (1 linted): async-blocking-call 1", done.stdout)

    def test_no_database(self) -> None:
        file = self.write("clean.cc", CLEAN)
        self.assert_complains(self.lint(file), "no compile_commands.json found")

    def test_no_database_in_the_named_folder(self) -> None:
        self.assert_complains(self.lint("-p", "."), "no compile_commands.json in '.'")

    def test_empty_database(self) -> None:
        self.write("build/compile_commands.json", "[]")
        self.assert_complains(self.lint(), "names no files")

    def test_broken_database(self) -> None:
        self.write("build/compile_commands.json", "[{]")
        self.assert_complains(self.lint(), "is broken")

    def test_file_that_is_not_in_it(self) -> None:
        self.write("clean.cc", CLEAN)
        self.write("other.cc", CLEAN)
        self.database("clean.cc")
        self.assert_complains(self.lint("other.cc", "clean.cc"), "other.cc: not in the compile database")

    def test_file_that_is_not_there(self) -> None:
        self.database("clean.cc")
        self.assert_complains(self.lint("nowhere.cc"), "cannot read 'nowhere.cc'")

    def test_globs_and_folders(self) -> None:
        for name in ("a/one.cc", "a/two.cc", "b/three.cc"):
            self.write(name, SLEEPY)
        self.database("a/one.cc", "a/two.cc", "b/three.cc")
        self.assertIn("2 findings in 2 files", self.lint("a").stdout)
        self.assertIn("1 finding in 1 file", self.lint("*/three.cc").stdout)
        self.assert_complains(self.lint("c*/x.cc"), "no file that matches")

    def test_flags_of_gcc(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc", compiler="/usr/bin/g++",
                      flags=["-fno-gcse", "-fconcepts", "-fmodules-ts", "-Wlogical-op", "-Werror", "-mno-such-thing", "-fno-such-flag"])
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (1, ""))

    def test_globs_with_flags_after_dashes(self) -> None:
        for name in ("a/one.cc", "a/two.cc"):
            self.write(name, SLEEPY)
        self.assertIn("2 findings in 2 files", self.lint("a/*.cc", "--", *faces.FLAGS).stdout)
        self.assert_complains(self.lint("a/*.cpp", "--", *faces.FLAGS), "no file matches it")
        self.assert_complains(self.lint("a", "--", *faces.FLAGS), "'a' is a folder")

    def test_unknown_option(self) -> None:
        self.assert_complains(self.lint("--no-such-option"), "--help")
        self.assert_complains(self.lint("--checks=", "clean.cc"), "'--checks=' has no value")

    def test_file_that_does_not_compile(self) -> None:
        self.write("broken.cc", "int answer( { return 42 }\n")
        self.write("sleepy.cc", SLEEPY)
        self.database("broken.cc", "sleepy.cc")
        done = self.lint()
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr.startswith("broken.cc:1:"), done.stderr)
        self.assertIn("1 finding in 1 file (2 linted): async-blocking-call 1; 1 file does not compile", done.stdout)

    def test_crash_is_named_and_isolated(self) -> None:
        self.write("crash.cc", "#pragma clang __debug crash\n")
        self.write("sleepy.cc", SLEEPY)
        self.database("crash.cc", "sleepy.cc")
        done = self.lint("-j", "1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("crash.cc: the linter crashed on this file", done.stderr)
        self.assertIn("1 finding in 1 file", done.stdout)

    def test_long_and_deep_file(self) -> None:
        lines = [f"int f{i}(int x) {{ return x + {i}; }}" for i in range(100_000)]
        chain = "".join(f"void g{i + 1}() {{ g{i}(); }}\n" for i in range(5000))
        nested = "int deep() { return " + "(" * 200 + "1" + ")" * 200 + "; }\n"
        nested += "int sum(int x) { return " + "+".join(["x"] * 30_000) + "; }\n"
        nested += "void p(); void q() { p(); } void p() { q(); p(); }\nvoid r() { r(); p(); }\n"
        self.write("long.cc", "\n".join(lines) + "\n#include <unistd.h>\nvoid g0() { sleep(1); }\n" + chain + nested +
                   '#include "lazy_task.h"\nLazy<void> top() { g5000(); co_return; }\n')
        self.database("long.cc", flags=["-fbracket-depth=512"])
        done = self.lint()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("ends in 'sleep', 5001 calls down", done.stdout)


if __name__ == "__main__":
    unittest.main()
