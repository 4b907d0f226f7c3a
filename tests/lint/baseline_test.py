#!/usr/bin/env python3
"""Old code bases: known findings in a baseline, and only what a change introduced."""

import json
import subprocess
import unittest

from lint_case import CLEAN, SLEEPY, LintCase


class BaselineTest(LintCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("a.cc", SLEEPY)
        self.write("b.cc", SLEEPY.replace("nap", "other"))
        self.database("a.cc", "b.cc")

    def test_known_findings_are_left_out(self) -> None:
        done = self.lint("--baseline", "known.json", "--write-baseline")
        self.assertIn("known.json: 2 findings written\n", done.stderr)
        done = self.lint("--baseline", "known.json")
        self.assertEqual((done.returncode, done.stderr), (0, "left out 2 findings of the baseline\n"))
        self.write("a.cc", "\n\n" + SLEEPY + SLEEPY.split("\n", 2)[2].replace("nap", "fresh").replace("sleep(1)", "sleep(2)"))
        done = self.lint("--baseline", "known.json")
        self.assertEqual(done.returncode, 1)
        self.assertIn("a.cc:10:3: warning: 'sleep' waits", done.stdout)
        self.assertIn("1 finding in 1 file", done.stdout)

    def test_sarif_says_which_are_new(self) -> None:
        self.lint("--baseline", "known.json", "--write-baseline", "a.cc")
        results = json.loads(self.lint("--baseline", "known.json", "--format", "sarif").stdout)["runs"][0]["results"]
        files = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: r["baselineState"] for r in results}
        self.assertEqual(files, {"a.cc": "unchanged", "b.cc": "new"})

    def test_the_same_bytes_wherever_lines_stand(self) -> None:
        self.lint("--baseline", "one.json", "--write-baseline")
        self.write("a.cc", "// moved\n" + SLEEPY)
        self.lint("--baseline", "two.json", "--write-baseline", "-j1")
        self.assertEqual((self.folder / "one.json").read_text(), (self.folder / "two.json").read_text())

    def test_used_up_entries_are_named_and_pruned(self) -> None:
        self.lint("--baseline", "known.json", "--write-baseline")
        self.write("b.cc", CLEAN)
        done = self.lint("--baseline", "known.json")
        self.assertIn("known.json: no longer found: b.cc: async-blocking-call: ", done.stderr)
        self.assertIn("known.json: 1 entry is used up; --prune-baseline takes them out\n", done.stderr)
        self.assertNotIn("no longer found", self.lint("--baseline", "known.json", "a.cc").stderr, "b.cc was not looked at")
        self.assertIn("not pruned", self.lint("--baseline", "known.json", "--prune-baseline", "a.cc").stderr)
        self.assertEqual(self.lint("--baseline", "known.json", "--prune-baseline").stderr.splitlines()[0], "known.json: 1 entry taken out")
        self.assertEqual([e["file"] for e in json.loads((self.folder / "known.json").read_text())["known"]], ["a.cc"])

    def test_nothing_is_pruned_that_was_not_looked_for(self) -> None:
        self.lint("--baseline", "known.json", "--write-baseline")
        before = (self.folder / "known.json").read_text()
        done = self.lint("--baseline", "known.json", "--prune-baseline", "--checks", "async-unawaited-coroutine")
        self.assertIn("known.json: not pruned: --checks leaves some out\n", done.stderr)
        self.write("b.cc", SLEEPY.replace("#include", "#error cut off\n#include").replace("nap", "other").replace("sleep(1)", "missing(1)"))
        done = self.lint("--baseline", "known.json", "--prune-baseline")
        self.assertIn("known.json: not pruned: 1 file does not compile\n", done.stderr)
        self.assertNotIn("no longer found", self.lint("--baseline", "known.json").stderr)
        self.assertEqual((self.folder / "known.json").read_text(), before)

    def test_baseline_that_is_none(self) -> None:
        self.assert_complains(self.lint("--baseline", "none.json"), "there is no baseline 'none.json' yet: --write-baseline makes it")
        for text in ("[]", "{}", '{"known": [{}]}', '{"known": [7]}', "{", '{"known": [{"fingerprint": 7}]}'):
            self.write("bad.json", text)
            self.assert_complains(self.lint("--baseline", "bad.json"), "bad.json")
        self.assert_complains(self.lint("--write-baseline"), "--baseline")

    def git(self, *arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments], cwd=self.folder, check=True, capture_output=True)

    def test_since_a_revision(self) -> None:
        self.git("init", "-q")
        self.git("add", ".")
        self.git("commit", "-qm", "first")
        done = self.lint("--since", "HEAD")
        self.assertEqual((done.returncode, done.stderr), (0, "left out 2 findings on lines that did not change since HEAD\n"))
        self.write("a.cc", "// new\n" + SLEEPY)
        self.assertEqual(self.lint("--since", "HEAD").returncode, 0)
        self.write("b.cc", SLEEPY.replace("nap", "other").replace("sleep(1)", "sleep(2)"))
        done = self.lint("--since", "HEAD")
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertIn("1 finding in 1 file", done.stdout)
        self.assertIn("b.cc:4:3", done.stdout)
        self.write("c.cc", SLEEPY.replace("nap", "third"))
        self.database("a.cc", "b.cc", "c.cc")
        self.assertIn("c.cc:4:3", self.lint("--since", "HEAD").stdout, "a file that git does not know yet")
        for bad in ("no-such-revision", "--output=x"):
            self.assert_complains(self.lint(f"--since={bad}"), f"cannot compare with '{bad}': git knows no such commit here")
        self.assertFalse((self.folder / "x").exists())

    def test_since_without_git(self) -> None:
        self.assert_complains(self.lint("--since", "HEAD"), "cannot compare with 'HEAD': git says")


if __name__ == "__main__":
    unittest.main()
