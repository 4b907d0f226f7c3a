"""Fake and real programs for the tests of the gate, and the gate itself as a user calls it."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent that ignores Ctrl-C would hand that on to the programs
BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
BENCH = BIN / "unblock-bench"
FAKE = BIN / "gate-fake-program"
SAMPLE = BIN / "gate-sample-benchmarks"


class GateTest(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gate-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def program(self, name, *lines):
        """A fake program with these lines in its spec."""
        path = self.folder / name
        if not path.exists():
            path.symlink_to(FAKE)
        (self.folder / f"{name}.spec").write_text("".join(f"{line}\n" for line in lines))
        return str(path)

    def real(self, name, **environment):
        """The sample program behind a script that sets its environment."""
        path = self.folder / name
        exports = "".join(f"export {key}={value}\n" for key, value in environment.items())
        path.write_text(f'#!/bin/sh\n{exports}exec "{SAMPLE}" "$@"\n')
        path.chmod(0o755)
        return str(path)

    def bench(self, *arguments, **options):
        return subprocess.run([str(BENCH), *map(str, arguments)], capture_output=True, text=True, cwd=self.folder, timeout=250, **options)

    def gate(self, baseline, candidate, *arguments, budget="60s", **options):
        return self.bench("gate", "--baseline", baseline, "--candidate", candidate, "--quiet", "--keep-awake", "off",
                          "--time-budget", budget, *(() if "--seed" in arguments else ("--seed", 1)), *arguments, **options)

    def gate_json(self, baseline, candidate, *arguments, **options):
        """Exit code and the gate's JSON."""
        done = self.gate(baseline, candidate, "--format", "json", *arguments, **options)
        self.assertIn(done.returncode, (0, 1, 2, 3, 4), done.stderr)
        return done.returncode, json.loads(done.stdout)

    def assert_refused(self, done, *words):
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("unblock bench: "), lines[0])
        for word in words:
            self.assertIn(word, lines[0])


def metric(result, benchmark, name="real_time"):
    for one in result["benchmarks"]:
        if one["name"] == benchmark:
            return next(found for found in one["metrics"] if found["metric"] == name)
    raise AssertionError(f"no {benchmark} in the result")


def state(result, benchmark):
    return next(one for one in result["benchmarks"] if one["name"] == benchmark)
