#!/usr/bin/env python3
"""Each runtime's worker does the same work when it is watched: the harness verifies it against what the target counted."""
import json
import pathlib
import subprocess
import tempfile
import unittest

import watched

RUNTIMES = [name for name in ("epoll", "asio", "libuv", "asio_uring") if (watched.BIN / f"unblock-worker-{name}").exists()]


class Workers(unittest.TestCase):
    def cells(self, workers):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "results.json"
            result = subprocess.run([watched.BIN / "unblock", "bench", "run", "--workers", workers, "--runtime", ",".join(RUNTIMES), "--filter",
                                     "echo/connections:8/|stall/.*stalling:1/", "--rounds", "1", "--min-time", "0.01", "--canary", "0", "--keep-awake", "off",
                                     "--no-counts", "--placement", "one-core", "-q", "-o", out], capture_output=True, text=True, timeout=200)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            rows = json.loads(out.read_text())["benchmarks"]
            return {row["name"]: row.get("error_message", "") for row in rows if row["run_type"] == "iteration" or row.get("error_occurred")}

    def test_the_same_cells_are_measured_and_verified(self):
        self.assertTrue(RUNTIMES)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for runtime in RUNTIMES:
                worker, script = watched.BIN / f"unblock-worker-{runtime}", folder / f"unblock-worker-{runtime}"
                script.write_text(f'#!/bin/sh\ncase "$*" in *describe*) exec "{worker}" "$@" ;; esac\n'
                                  f'exec "{watched.BIN}/unblock" watch --threshold 10ms -o "{folder}/{runtime}-$$.json" -- "{worker}" "$@"\n')
                script.chmod(0o755)
            alone, seen = self.cells(watched.BIN), self.cells(folder)
            self.assertEqual(alone, seen)
            for runtime in RUNTIMES:
                places = [place for file in folder.glob(f"{runtime}-*.json") for place in json.loads(file.read_text())["places"]]
                self.assertTrue(any("Stall" in json.dumps(place["chain"]) for place in places), (runtime, places))


if __name__ == "__main__":
    unittest.main(verbosity=2)
