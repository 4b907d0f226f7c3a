#!/usr/bin/env python3
"""scripts/new-check and scripts/new-workload, in a copy of the tree: what they write is listed and compiles."""
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns("build", "out", "node_modules", ".git", "__pycache__", ".cache")


class Skeletons(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.mkdtemp(prefix="unblock-skeletons-")
        cls.addClassCleanup(shutil.rmtree, folder, ignore_errors=True)
        cls.copy = pathlib.Path(folder) / "tree"
        shutil.copytree(ROOT, cls.copy, ignore=LEFT_OUT)
        database = pathlib.Path(os.environ["UNBLOCK_BUILD"], "compile_commands.json")
        cls.commands = json.loads(database.read_text()) if database.exists() else []

    def script(self, *words):
        return subprocess.run([self.copy / "scripts" / words[0], *words[1:]], capture_output=True, text=True)

    def lists_hold(self):
        done = subprocess.run(["python3", self.copy / "tests/structure/lists_test.py"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout)

    def compiles(self, source, target, like=""):
        """`source`, with the flags of the target's file that ends so, in the copy."""
        entry = next((one for one in self.commands if one["file"].endswith(like) and f"{target}.dir" in one["command"]), None)
        if not entry:
            self.skipTest(f"{target} is not built here")
        words = shlex.split(entry["command"])
        at = words.index("-o")
        del words[at:at + 2]
        words = [word.replace(f"-I{ROOT}", f"-I{self.copy}") if word == f"-I{ROOT}" else word for word in words if word not in ("-c", entry["file"])]
        done = subprocess.run([*words, "-fsyntax-only", source], capture_output=True, text=True, cwd=entry["directory"])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_check(self):
        done = self.script("new-check", "ignored-result")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"async-ignored-result"', (self.copy / "lint/checks/list.cc").read_text())
        self.lists_hold()
        self.compiles(self.copy / "lint/checks/ignored_result/check.cc", "unblock_lint_checks")
        self.assertIn("exists already", self.script("new-check", "ignored-result").stderr)

    def test_a_workload(self):
        self.assertEqual(self.script("new-workload", "all_turns").returncode, 0)
        self.lists_hold()
        source = self.copy / "one.cc"
        source.write_text('#include UNBLOCK_RUNTIME_HEADER\n#include "bench/workloads/all_turns.h"\n'
                          "auto entry = unblock::bench::entry<unblock::UNBLOCK_RUNTIME_TYPE, unblock::bench::AllTurns>();\n")
        self.compiles(source, "unblock-worker-epoll", "bench/worker/worker_main.cc")

    def test_what_is_not_a_name_is_refused(self):
        for name in ("Ignored Result", "../x", ""):
            done = self.script("new-check", name)
            self.assertEqual((done.returncode, len(done.stderr.strip().splitlines())), (2, 1), done.stderr)


if __name__ == "__main__":
    unittest.main()
