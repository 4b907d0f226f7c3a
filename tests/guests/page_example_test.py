#!/usr/bin/env python3
"""The guest of docs/adding-a-language.md, extracted from the page and run against a real target."""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from target_process import BIN, Target

PAGE = pathlib.Path(__file__).parents[2] / "docs/adding-a-language.md"
if not shutil.which("perl"):
    print("skipped: perl is missing: apt-get install perl")
    sys.exit(77)


class PageExample(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.worker = pathlib.Path(self.folder.name, "unblock-worker-perl")
        (source,) = re.findall(r"^```perl\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)
        self.worker.write_text(source)
        self.worker.chmod(0o755)
        self.worker.with_name("unblock-digest").symlink_to(BIN / "unblock-digest")

    def run_worker(self, *flags):
        return subprocess.run([self.worker, *flags], capture_output=True, text=True, timeout=60)

    def test_describes_cells_that_the_other_runtimes_have(self):
        run = self.run_worker("--unblock_describe")
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        answer = json.loads(run.stdout)
        self.assertEqual((answer["protocol"], answer["runtime"], answer["kind"]), (1, "perl", "guest"))
        table = {cell["name"].partition("/")[2]: cell for cell in json.loads((BIN.parent / "share/unblock/cells.json").read_text())["cells"]}
        for cell in answer["cells"]:
            for key in ("workload", "operation", "arguments", "once", "needs_target", "speaks_http"):
                self.assertEqual(cell[key], table[cell["name"].partition("/")[2]][key])

    def test_claims_what_the_target_counted(self):
        for case in ("echo/connections:7/bytes:200", "sleep/tasks:9/wait_ms:4"):
            out, side = (pathlib.Path(self.folder.name, name) for name in ("out.json", "side.json"))
            with self.subTest(case), Target() as target:
                run = self.run_worker(f"--unblock_case={case}", f"--benchmark_filter=^perl/{case}(/|$)", "--benchmark_min_time=0.01",
                                      f"--benchmark_out={out}", "--benchmark_out_format=json", f"--unblock_side={side}",
                                      f"--unblock_port={target.port}")
                self.assertEqual((run.returncode, run.stdout, run.stderr), (0, "", ""))
                (row,) = json.loads(out.read_text())["benchmarks"]
                self.assertNotIn("error_occurred", row)
                self.assertGreater(row["time_ns_per_op"], 0)
                written, report = json.loads(side.read_text()), target.ask("report")
                claim = written["claim"]
                self.assertEqual((claim["connections"], claim["bytes_out"], claim["bytes_in"], claim["digest"]),
                                 (report["connections"], report["bytes_in"], report["bytes_out"], report["digest"]))
                self.assertEqual(sum(count for _, _, count in written["latency"]), row.get("latency_n", 0))

    def test_says_what_it_does_not_understand(self):
        run = self.run_worker("--nonsense")
        self.assertEqual((run.returncode, run.stderr), (2, "unblock-worker-perl: unknown flag '--nonsense'\n"))


if __name__ == "__main__":
    unittest.main()
