#!/usr/bin/env python3
"""What unblock-lint gives: SARIF, fixes, progress, and output that cannot be written."""

import json
import os
import pty
import unittest

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase


class OutputTest(LintCase):
    def test_sarif(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        done = self.lint("--format", "sarif", "-o", "out.sarif")
        self.assertEqual(done.returncode, 1, done.stderr)
        run = json.loads((self.folder / "out.sarif").read_text())["runs"][0]
        self.assertEqual(run["tool"]["driver"]["name"], "unblock-lint")
        self.assertEqual([r["ruleId"] for r in run["results"]], ["async-blocking-call"])
        self.assertIn("codeFlows", run["results"][0])

    def test_unwritable_output(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        self.assert_complains(self.lint("-o", "no/such/folder/out.txt"), "cannot write")

    def test_full_disk(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        self.assert_complains(self.lint("-o", "/dev/full"), "cannot write '/dev/full'")
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = faces.subprocess.run([faces.driver()], cwd=self.folder, stdout=full, stderr=faces.subprocess.PIPE, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot write the findings to standard output", done.stderr)

    def test_progress_on_a_terminal_only(self) -> None:
        for name in ("one.cc", "two.cc"):
            self.write(name, CLEAN)
        self.database("one.cc", "two.cc")
        self.assertEqual(self.lint().stderr, "")
        ours, theirs = pty.openpty()
        faces.subprocess.run([faces.driver()], cwd=self.folder, stdout=faces.subprocess.DEVNULL, stderr=theirs, check=False)
        os.close(theirs)
        shown = ""
        try:
            while True:  # what was written comes in pieces, and an error when there is no more
                shown += os.read(ours, 4096).decode()
        except OSError:
            os.close(ours)
        self.assertIn("[1/2]", shown)
        self.assertIn("[2/2]", shown)

    def test_header_is_reported_once_and_third_party_not(self) -> None:
        (self.folder / ".git").mkdir()
        self.write("src/nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("third_party/lib/other.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> other"))
        text = '#include "src/nap.h"\n#include "third_party/lib/other.h"\n'
        self.write("a.cc", text)
        self.write("b.cc", text)
        self.database("a.cc", "b.cc", flags=[f"-I{self.folder}"])
        self.assertIn("1 finding in 1 file (2 linted)", self.lint().stdout)
        self.assertIn("2 findings in 2 files", self.lint("--third-party").stdout)

    def test_fix_inserts_co_await(self) -> None:
        file = self.write("lost.cc", LOST)
        self.database("lost.cc")
        done = self.lint("--fix")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("  co_await save();\n", file.read_text())
        self.assertEqual(self.lint().returncode, 0)

    def test_flags_after_dashes_need_no_database(self) -> None:
        file = self.write("sleepy.cc", SLEEPY)
        self.assertEqual(self.lint(file, "--", *faces.FLAGS).returncode, 1)

    def test_explain_unknown_check(self) -> None:
        self.assert_complains(self.lint("--explain", "async-nothing"), "no check is called 'async-nothing'")


if __name__ == "__main__":
    unittest.main()
