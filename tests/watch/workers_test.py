#!/usr/bin/env python3
"""Each runtime's worker does the same work when it is watched: the harness verifies it against what the target counted."""
import json
import pathlib
import subprocess
import tempfile
import unittest

import watched

NO_LOOP = {"blocking", "thread", "thread_pool"}


def described(worker):
    return json.loads(subprocess.run([worker, "--unblock_describe"], capture_output=True, text=True, check=True).stdout)


def is_program(file):
    with open(file, "rb") as head:
        return head.read(4) == b"\x7fELF"  # launchers of guests are scripts


RUNTIMES = sorted(described(worker)["runtime"] for worker in watched.BIN.glob("unblock-worker-*") if is_program(worker))


class Workers(unittest.TestCase):
    def cells(self, workers):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "results.json"
            result = subprocess.run([watched.BIN / "unblock", "bench", "run", "--workers", workers, "--runtime", ",".join(RUNTIMES), "--filter",
                                     "echo/connections:64/bytes:64$|stall/.*stalling:1/", "--rounds", "1", "--min-time", "0.01", "--canary", "0", "--keep-awake", "off",
                                     "--no-counts", "--placement", "one-core", "-q", "-o", out], capture_output=True, text=True, timeout=200)
            self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
            rows = json.loads(out.read_text())["benchmarks"]
            return {row["name"]: row.get("error_message", "") for row in rows if row["run_type"] == "iteration" or row.get("error_occurred")}

    def test_the_same_cells_are_measured_and_verified(self):
        self.assertGreater(len(RUNTIMES), len(NO_LOOP))
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for runtime in RUNTIMES:
                worker, script = watched.BIN / f"unblock-worker-{runtime}", folder / f"unblock-worker-{runtime}"
                watch = f'"{watched.BIN}/unblock" watch --threshold 10ms -o "{folder}/{runtime}-$$.json" -- "{worker}" "$@"'
                # A program without a loop ends with 2 when it is watched, whatever it would have said itself.
                end = f'{watch}; status=$?; [ $status = 2 ] || exit $status' if runtime in NO_LOOP else f"exec {watch}"
                script.write_text(f'#!/bin/sh\ncase "$*" in *describe*) exec "{worker}" "$@" ;; esac\n{end}\n')
                script.chmod(0o755)
            alone, seen = self.cells(watched.BIN), self.cells(folder)
            self.assertEqual(alone, seen)
            for runtime in RUNTIMES:
                with self.subTest(runtime):
                    self.assertTrue(any(name.startswith(f"{runtime}/echo/") and error == "" for name, error in seen.items()), seen)
                    files = [json.loads(file.read_text()) for file in folder.glob(f"{runtime}-*.json")]
                    stalls = [place for file in files for place in file["places"] if "Stall" in json.dumps(place["chain"])]
                    can_stall = runtime not in NO_LOOP and any(name.startswith(f"{runtime}/stall/") for name in seen)  # a native cell has no such workload
                    self.assertEqual(bool(stalls), can_stall, files)


if __name__ == "__main__":
    unittest.main(verbosity=2)
