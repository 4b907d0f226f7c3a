#!/usr/bin/env python3
"""Files that are no files, that are made to do harm or that only look like ours, given to every program that reads: one
sentence, exit code 2, at once, and no control byte on the terminal."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "reports/golden"
QUICK = ["--rounds", "1", "--min-time", "0.001", "--canary", "0", "--keep-awake", "off", "--no-counts", "--quiet", "--placement", "one-core"]
ESCAPE = "\x1b]0;owned\x07\x1b[31mred"


def foreign(**row):
    return {"context": {}, "benchmarks": [{"name": "BM_A", "run_type": "iteration", "iterations": 1, "real_time": 1.5, "cpu_time": 1, "time_unit": "ns", **row}]}


class Hostile(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.good = self.folder / "good.json"
        shutil.copy(GOLDEN / "sample.json", self.good)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else (content if isinstance(content, str) else json.dumps(content)).encode())
        return path

    def run_program(self, program, *arguments, env=None, preexec=None):
        return subprocess.run([BIN / program, *map(str, arguments)], capture_output=True, cwd=self.folder, timeout=60, stdin=subprocess.DEVNULL, preexec_fn=preexec,
                              env={**os.environ, "CI": "1", **(env or {})})

    def readers(self, path):
        """Every command that reads results."""
        yield self.run_program("unblock-report", path, "-o", "out.html")
        yield self.run_program("unblock-bench", "gate", path, self.good)
        yield self.run_program("unblock-bench", "gate", self.good, path)
        yield self.run_program("unblock-bench", "history", "add", path, "--dir", "history")

    def refused(self, result, words):
        error = result.stderr.decode(errors="replace")
        self.assertEqual(result.returncode, 2, error)
        self.assertEqual(error.count("\n"), 1, error)
        self.assertIn(words, error)

    def test_every_reader_refuses_what_is_no_file_of_results(self):
        os.mkfifo(self.folder / "pipe")
        os.symlink("loop", self.folder / "loop")
        cases = {
            self.file("deep.json", '{"context": {"x": ' + "[" * 100_000 + "]" * 100_000 + '}, "benchmarks": []}'): "nested more than 200 deep",
            self.file("deep_row.json", '{"benchmarks": [{"name": "x", "y": ' + '{"z":' * 50_000): "nested more than 200 deep",
            self.file("wide.json", json.dumps(foreign()).encode("utf-16")): "UTF-16",
            self.file("log.json", "2026 starting\n" + json.dumps(foreign())): "there is other text before it",
            self.file("huge.json", '{"benchmarks": [{"name": "x", "real_time": 1e999}]}'): "no double can hold",
            self.folder / "pipe": "named pipe",
            self.folder / "loop": "symbolic links",
            self.folder / ("n" * 300): "name too long",
            pathlib.Path("/dev/zero"): "it is a device",
            self.folder: "it is a folder",
        }
        for path, words in cases.items():
            for result in self.readers(path):
                with self.subTest(f"{path.name[:20]}: {result.args[:3]}"):
                    self.refused(result, words)

    def test_an_output_that_is_read_or_has_no_name_is_refused(self):
        os.symlink("good.json", self.folder / "link.json")
        os.link(self.good, self.folder / "twin.json")
        before = self.good.read_bytes()
        for output in ("good.json", "link.json", "twin.json", "./good.json"):
            self.refused(self.run_program("unblock-report", self.good, "-o", output), "it is one of the inputs")
            self.refused(self.run_program("unblock-bench", "gate", self.good, self.good, "-o", output), "it is one of the inputs")
            self.refused(self.run_program("unblock-bench", "gate", self.good, self.good, "--also", f"json={output}"), "it is one of the inputs")
        self.assertEqual(self.good.read_bytes(), before)
        for command in (["unblock-report", self.good], ["unblock-bench", "gate", self.good, self.good], ["unblock-bench", "history"], ["unblock-bench", "noise"]):
            self.refused(self.run_program(*command, "-o", ""), "is empty")

    def test_long_names_and_dates_are_text_like_any_other(self):
        path = self.file("long.json", {**foreign(name="N" * 100_000), "context": {"date": "2026-01-01T00:00:00." + "1" * 100_000 + "Z"}})
        for result in self.readers(path):
            self.assertIn(result.returncode, (0, 2), result.stderr[:300])
            self.assertNotIn(b"terminate", result.stderr)
        self.assertEqual(self.run_program("unblock-bench", "gate", path, path, "--filter", "(N|M)*x?$").returncode, 3)
        date = self.file("date.json", {**foreign(), "context": {"date": "1" * 100_000}})
        self.refused(self.run_program("unblock-bench", "history", "add", date), "is no date")

    def test_a_row_with_very_many_counters_is_read_and_written(self):
        path = self.file("counters.json", foreign(**{f"c{i}": i for i in range(200_000)}))
        for name in ("again.json", "out.csv"):
            result = self.run_program("unblock-report", path, "-o", name)
            self.assertEqual(result.returncode, 0, result.stderr[:300])

    def test_too_many_findings(self):
        path = self.file("many.sarif", '{"runs": [{"results": [' + ",".join(["{}"] * 100_001) + "]}]}")
        self.refused(self.run_program("unblock-report", path, "-o", "out.html"), "more than 100000 findings")

    def test_one_broken_histogram_hides_nothing_else(self):
        results = json.loads(self.good.read_text())
        results["unblock"]["cells"][0]["latency"] = [-5, -10, 18446744073709551614]
        result = self.run_program("unblock-report", self.file("histogram.json", results), "-o", "out.md")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("is left out: it is broken", (self.folder / "out.md").read_text())

    def test_places_that_do_not_exist_or_cannot_be_used(self):
        self.refused(self.run_program("unblock-bench", "history", "add", self.good, "--dir", "d" * 300), "name too long")
        self.refused(self.run_program("unblock-bench", "history", "--dir", "d" * 300), "name too long")
        self.refused(self.run_program("unblock-report", self.good, "-o", ("o" * 300) + ".html"), "name too long")
        missing = {"TMPDIR": str(self.folder / "missing")}
        (self.folder / "unblock-worker-x").write_text("#!/bin/sh\nexit 3\n")
        self.assertEqual(self.run_program("unblock-bench", "run", *QUICK, "--workers", self.folder, env=missing).returncode, 2)
        result = self.run_program("unblock-bench", "gate", "--baseline", "/bin/true", "--candidate", "/bin/true", env=missing)
        self.assertEqual(result.returncode, 2)
        self.assertIn(b"\n", result.stderr)

    def test_closed_standard_descriptors(self):
        for closed in ([0], [1], [2], [0, 1, 2]):
            def close(numbers=tuple(closed)):
                for number in numbers:
                    os.close(number)
            result = self.run_program("unblock-report", self.good, "-o", "out.html", preexec=close)
            self.assertEqual(result.returncode, 0, closed)
            self.assertTrue((self.folder / "out.html").read_text().rstrip().endswith("</html>"))
            self.assertEqual(self.run_program("unblock-bench", "history", "add", self.good, preexec=close).returncode, 2 if 1 in closed else 0, closed)
            listed = [json.loads(path.read_text())["unblock_history"] for path in (self.folder / "bench-history").glob("*.json")]
            self.assertEqual(listed, [1], "what is printed went into a file")

    def test_a_full_terminal_is_said(self):
        with open("/dev/full", "w") as full:
            for command in (["unblock-bench", "--help"], ["unblock", "--help"], ["unblock-report", "--help"]):
                result = subprocess.run([BIN / command[0], *command[1:]], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
                self.assertEqual(result.returncode, 2, command)
                self.assertIn("standard output", result.stderr)

    def test_no_name_moves_the_cursor(self):
        path = self.file("escape.json", foreign(name=ESCAPE))
        outputs = [self.run_program("unblock", ESCAPE), self.run_program("unblock-bench", "gate", path, path), self.run_program("unblock-report", path, "-o", "/dev/stdout", "--format", "markdown"),
                   self.run_program("unblock-bench", "gate", path, path, "--filter", ESCAPE + "("), self.run_program("unblock-report", ESCAPE, "-o", "x.html")]
        worker = self.folder / "unblock-worker-evil"
        cell = {"name": ESCAPE + "/sleep/tasks:1", "workload": "sleep", "arguments": [["tasks", 1]], "quick": True, "needs_target": False}
        description = self.file("description.json", {"protocol": 1, "runtime": ESCAPE, "cells": [cell]})
        worker.write_text(f"#!/bin/sh\ncase $1 in --unblock_describe) cat {description}; exit 0;; esac\nprintf '\\033[2Jall passed\\r\\n' >&2\nexit 3\n")
        worker.chmod(0o755)
        outputs += [self.run_program("unblock-bench", "run", *QUICK, "--workers", self.folder, "-o", "run.json"),
                    self.run_program("unblock-bench", "list", "--workers", self.folder)]
        for result in outputs:
            printed = result.stdout + result.stderr
            self.assertFalse([byte for byte in printed if byte < 32 and byte not in b"\n\t"], (result.args, printed[:300]))
        self.assertNotIn("\\u001b", (self.folder / "run.json").read_text())

    def test_a_description_without_end_is_said(self):
        worker = self.folder / "unblock-worker-chatty"
        worker.write_text("#!/bin/sh\nhead -c 20000000 /dev/zero | tr '\\0' ' '\n")
        worker.chmod(0o755)
        self.refused(self.run_program("unblock-bench", "run", *QUICK, "--workers", self.folder), "16 MiB")
        program = self.folder / "listing"
        program.write_text("#!/bin/sh\nyes BM_A | head -c 20000000\n")
        program.chmod(0o755)
        self.refused(self.run_program("unblock-bench", "gate", "--baseline", program, "--candidate", program), "16 MiB")


class Sources(unittest.TestCase):
    """Foreign SARIF must not choose which files of this machine are published."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "tracked.cc").write_text("int tracked_line;\n")
        (self.folder / "notes.txt").write_text("private words\n")

    def report(self, *names, options=()):
        results = [{"message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": str(name)}, "region": {"startLine": 1}}}]} for name in names]
        (self.folder / "a.sarif").write_text(json.dumps({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t"}}, "results": results}]}))
        result = subprocess.run([BIN / "unblock-report", "a.sarif", "-o", "out.html", *options], cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 0, result.stderr)
        return (self.folder / "out.html").read_text(), result.stderr

    def git(self, *arguments):
        subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@t", *arguments], cwd=self.folder, check=True, capture_output=True)

    def test_only_tracked_files_are_shown(self):
        self.git("init", "-q")
        self.git("add", "tracked.cc")
        page, said = self.report("tracked.cc", "notes.txt", "/etc/hostname")
        self.assertIn("tracked_line", page)
        self.assertNotIn("private words", page)
        self.assertIn("names 2 files that git does not track here", said)

    def test_without_a_repository_nothing_is_shown_unless_a_folder_is_named(self):
        page, said = self.report("tracked.cc")
        self.assertNotIn("tracked_line", page)
        self.assertIn("--sources DIR", said)
        page, said = self.report("tracked.cc", "/etc/hostname", options=("--sources", "."))
        self.assertIn("tracked_line", page)
        self.assertEqual(said, "")


if __name__ == "__main__":
    unittest.main(verbosity=2)
