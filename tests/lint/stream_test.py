#!/usr/bin/env python3
"""Output while files are read: order, signals, time limits, and the formats."""

import json
import os
import pty
import signal
import subprocess
import unittest

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase

signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent that ignores Ctrl-C would hand that on to the driver

ENDLESS = "constexpr long f() { long s = 0; for (long i = 0; i < 4000000000; ++i) s += i; return s; }\nconstexpr long value = f();\n"
ENDLESS_FLAGS = ["-fconstexpr-steps=4294967295"]


class StreamTest(LintCase):
    def start(self, *arguments: str) -> subprocess.Popen:
        process = subprocess.Popen([faces.driver(), *arguments], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        return process

    def test_findings_come_before_the_last_file_is_read(self) -> None:
        """And what only the whole program shows comes when the reading ends, here by a signal."""
        self.write("a.cc", LOST + SLEEPY)
        self.write("b.cc", ENDLESS)
        self.database("a.cc", "b.cc", flags=ENDLESS_FLAGS)
        process = self.start("-j1")
        self.assertIn("a.cc:4:3: error: 'save' returns a task", process.stdout.readline())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 130)
        self.assertIn("a.cc:10:3: warning: 'sleep' waits", out)
        self.assertIn("2 findings in 1 file (1 linted)", out)
        self.assertIn("unblock-lint: stopped by Ctrl-C after 1 of 2 files: what they gave is kept\n", err)

    def test_termination_keeps_what_a_file_would_get(self) -> None:
        self.write("a.cc", '#include "gone.h"\n' + SLEEPY)
        self.write("b.cc", ENDLESS)
        self.database("a.cc", "b.cc", flags=ENDLESS_FLAGS)
        process = self.start("-j1", "--format", "sarif", "-o", "out.sarif")
        self.assertIn("a.cc:1:10: error:", process.stderr.readline())
        process.send_signal(signal.SIGTERM)
        process.communicate()
        self.assertEqual(process.returncode, 128 + signal.SIGTERM)
        self.assertEqual(len(json.loads((self.folder / "out.sarif").read_text())["runs"][0]["results"]), 1)

    def test_file_timeout_names_the_file(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("b.cc", ENDLESS)
        self.database("a.cc", "b.cc", flags=ENDLESS_FLAGS)
        done = self.lint("b.cc", "--file-timeout", "1")
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stderr, "unblock-lint: b.cc: not done after 1 s; --file-timeout gives it more time\n")

    def test_the_same_bytes_for_any_number_of_jobs(self) -> None:
        names = [f"f{i}.cc" for i in range(6)]
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> shared"))
        for i, name in enumerate(names):
            heavy = "#include <algorithm>\n#include <map>\n#include <regex>\n" if i % 3 == 0 else ""
            self.write(name, heavy + '#include "nap.h"\n' + SLEEPY.replace("nap", f"nap{i}"))
        self.database(*names)
        one, many = self.lint("-j1"), self.lint("-j5")
        self.assertEqual((one.stdout, one.stderr), (many.stdout, many.stderr))
        for jobs in ("1", "5"):
            self.lint("-j", jobs, "-o", f"{jobs}.txt")
        self.assertEqual((self.folder / "1.txt").read_text(), (self.folder / "5.txt").read_text())
        self.assertIn("7 findings in 7 files", one.stdout)

    def test_github_annotations(self) -> None:
        self.write("a b,c.cc", SLEEPY)
        self.database("a b,c.cc")
        done = self.lint("--format", "github")
        self.assertEqual(done.returncode, 1)
        line = done.stdout.splitlines()[0]
        self.assertTrue(line.startswith("::warning file=a b%2Cc.cc,line=4,col=3,title=async-blocking-call::'sleep' waits"), line)
        self.assertIn("%0Ainstead: ", line)

    def test_gitlab_code_quality(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("b.cc", '#include "gone.h"\n' + CLEAN)
        self.database("a.cc", "b.cc")
        entries = json.loads(self.lint("--format", "gitlab").stdout)
        self.assertEqual([e["check_name"] for e in entries], ["async-blocking-call", "linted-incompletely"])
        self.assertEqual(entries[0]["location"], {"path": "a.cc", "lines": {"begin": 4}})
        self.assertEqual(len({e["fingerprint"] for e in entries}), 2)

    def test_json(self) -> None:
        self.write("a.cc", SLEEPY)
        self.database("a.cc")
        document = json.loads(self.lint("--format", "json").stdout)
        self.assertEqual((document["files"], document["read"], document["unread"]), (1, 1, []))
        finding = document["findings"][0]
        self.assertEqual((finding["check"], finding["file"], finding["line"]), ("async-blocking-call", "a.cc", 4))
        self.assertEqual(finding["chain"][0]["line"], 3)

    def test_no_color(self) -> None:
        self.write("a.cc", SLEEPY)
        self.database("a.cc")
        for environment, has_color in (({}, True), ({"NO_COLOR": "1"}, False)):
            ours, theirs = pty.openpty()
            clean = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
            subprocess.run([faces.driver(), "-q"], cwd=self.folder, stdout=theirs, env=clean | environment, check=False)
            os.close(theirs)
            shown = os.read(ours, 65536).decode()
            os.close(ours)
            self.assertEqual("\033[" in shown, has_color, shown)


if __name__ == "__main__":
    unittest.main()
