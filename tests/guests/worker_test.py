#!/usr/bin/env python3
"""The worker protocol, asked of one guest worker against a real target: worker_test.py NAME. Skips, with the reason, where
the guest's interpreter or library is missing. Counts and results are compared, times never."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from target_process import BIN, Target

GUEST = sys.argv.pop(1)
WORKER = BIN / f"unblock-worker-{GUEST}"
SKIPPED = 77  # CTest's SKIP_RETURN_CODE

# One tiny case of every workload that a guest may offer.
TINY = {
    "sleep": "sleep/tasks:20/wait_ms:3",
    "spawn": "spawn/tasks:50",
    "echo": "echo/connections:5/bytes:300",
    "connect": "connect/tasks:3/connections:10",
    "gather": "gather/requests:7/delay_us:2000/bytes:100",
    "gather_open": "gather_open/requests:4/bytes:64/per_second:100/poisson:1",
    "keepalive": "keepalive/connections:4/delay_us:1000/think_us:500/bytes:64/pass_ms:20",
    "keepalive_open": "keepalive_open/connections:4/per_second:200/delay_us:1000/bytes:64/pass_ms:50",
    "echo_open": "echo_open/connections:4/bytes:64/per_second:100/poisson:1",
    "sequence": "sequence/requests:3/delay_us:1000/bytes:64",
    "bounded": "bounded/requests:9/limit:2/delay_us:1000",
    "failing_gather": "failing_gather/requests:5/delay_us:200000/fail_fast:1",
    "stream": "stream/streams:3/chunks:4/interval_us:2000",
    "pipeline": "pipeline/items:5/interval_us:1000/delay_us:1000",
    "post": "post/posts:10",
    "yield": "yield/tasks:10",
    "startup": "startup/times:3",
    "background": "background/tasks:5/wait_ms:5/caller_ms:1",
    "cancel": "cancel/tasks:20/wait:2/depth:3",
    "timeout": "timeout/connections:3/deadline_ms:5000",
    "stall": "stall/tasks:5/stalling:1/stall_ms:3",
    "cpu": "cpu/tasks:2/megarounds:1/offload:1",
    "file_read": "file_read/readers:4/bytes:4096/direct:0",
    "blocking_http": "blocking_http/requests:4/delay_us:1000/offload:1",
}
COUNTERS = ["operations", "time_ns_per_op", "ops_per_second", "cpu_ns_per_op", "cpu_user_ns_per_op", "cpu_system_ns_per_op",
            "cpu_share", "voluntary_switches_per_op", "involuntary_switches_per_op", "rss_peak_bytes", "threads", "startup_ms"]


LIBRARY = {"python_uvloop": "uvloop", "python_httpx": "httpx", "python_aiohttp": "aiohttp", "python_requests": "requests"}


def worker(*flags, launcher=WORKER, env=None):
    return subprocess.run([launcher, *flags], capture_output=True, text=True, timeout=120, env=env)


def described():
    run = worker("--unblock_describe")
    if run.returncode != 0:
        raise AssertionError(f"--unblock_describe: exit {run.returncode}: {run.stderr}")
    return json.loads(run.stdout)


def offered():
    return {cell["workload"] for cell in described()["cells"] if not cell["not_applicable"]}


class Describe(unittest.TestCase):
    def test_lists_the_cells_of_the_common_table_under_its_own_name(self):
        answer = described()
        self.assertEqual((answer["protocol"], answer["runtime"], answer["kind"]), (1, GUEST, "guest"))
        table = json.loads((BIN.parent / "share/unblock/cells.json").read_text())["cells"]
        common = {cell["name"].partition("/")[2]: cell for cell in table}
        for cell in answer["cells"]:
            runtime, _, rest = cell["name"].partition("/")
            self.assertEqual(runtime, GUEST)
            for key in ("workload", "operation", "arguments", "quick", "once", "needs_target", "speaks_http"):
                self.assertEqual(cell[key], common[rest][key], cell["name"])

    def test_says_what_that_answer_depends_on(self):
        run = worker("--unblock_depends")
        self.assertEqual(run.returncode, 0, run.stderr)
        needs = run.stdout.splitlines()
        self.assertEqual([need for need in needs if need[0] not in "/$"], [])
        self.assertTrue(any(need.endswith("/cells.json") for need in needs), needs)
        self.assertGreater(sum(pathlib.Path(need).is_file() for need in needs if need[0] == "/"), 2, "its program, its scripts, its table")

    def test_adds_the_case_that_it_is_asked_for(self):
        case = TINY[sorted(offered())[0]]
        run = worker("--unblock_describe", f"--unblock_case={case}")
        self.assertIn(f"{GUEST}/{case}", [cell["name"] for cell in json.loads(run.stdout)["cells"]])


    def test_says_of_a_wire_that_it_does_not_speak_it(self):
        if "echo" not in offered():
            self.skipTest("no workload with wires")
        run = worker("--unblock_describe", "--unblock_case=echo/connections:8/wire:udp")
        (asked,) = [cell for cell in json.loads(run.stdout)["cells"] if cell["name"] == f"{GUEST}/echo/connections:8/bytes:64/wire:udp"]
        self.assertRegex(asked["not_applicable"], "^UDP is not written for this guest$|^this guest speaks TCP only$")


class Cells(unittest.TestCase):
    results = {}

    def measured(self, workload):
        """The same for the tiny case of a workload, measured once."""
        if workload not in self.results:
            self.results[workload] = self.measure(TINY[workload])
        return self.results[workload]

    def measure(self, case, *more):
        with tempfile.TemporaryDirectory() as folder, Target() as target:
            side, out = pathlib.Path(folder, "side.json"), pathlib.Path(folder, "out.json")
            target.ask("reset")
            if "/wire:tls" in case:
                more = (*more, f"--unblock_certificate={target.certificate}")
            run = worker(f"--unblock_case={case}", f"--benchmark_filter=^{GUEST}/{case}(/|$)", "--benchmark_min_time=2x",
                         f"--unblock_port={target.port}", f"--unblock_side={side}", "--benchmark_format=json",
                         f"--benchmark_out={out}", "--benchmark_out_format=json", *more)
            self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
            self.assertEqual(json.loads(run.stdout), json.loads(out.read_text()))
            (row,) = json.loads(run.stdout)["benchmarks"]
            return row, json.loads(side.read_text()), target.ask("report")

    def test_every_wire_that_it_speaks_claims_what_the_target_counted(self):
        cells = [cell for cell in described()["cells"] if not cell["not_applicable"] and "wire" in dict(map(tuple, cell["arguments"]))]
        for workload, wire in sorted({(cell["workload"], dict(map(tuple, cell["arguments"]))["wire"]) for cell in cells}):
            with self.subTest(f"{workload} over {wire}"):
                row, side, report = self.measure(f"{TINY[workload]}/wire:{wire}")
                self.assertFalse(row.get("error_occurred"), row)
                for figure in ("connections", "unix_connections", "tls_connections", "tls_resumed", "requests", "digest"):
                    self.assertEqual(side["claim"][figure], report[figure], figure)
                self.assertGreater(report["tls_connections" if wire.startswith("tls") else f"{wire}_connections"], 0)

    def test_a_certificate_that_is_not_the_targets_is_refused(self):
        case = f"{TINY['echo']}/wire:tls"
        if "echo" not in offered() or any(cell["name"] == f"{GUEST}/{case}" and cell["not_applicable"]
                                          for cell in json.loads(worker("--unblock_describe", f"--unblock_case={case}").stdout)["cells"]):
            self.skipTest("no TLS")
        with Target() as target:
            run = worker(f"--unblock_case={case}", f"--benchmark_filter=^{GUEST}/{case}/", "--benchmark_min_time=1x", f"--unblock_port={target.port}",
                         f"--unblock_certificate={'0' * 64}", "--benchmark_format=json")
        (row,) = json.loads(run.stdout)["benchmarks"]
        self.assertEqual((run.returncode, row["error_occurred"]), (1, True))
        self.assertIn("the certificate is not the target's", row["error_message"])

    def test_every_workload_claims_what_the_target_counted(self):
        for workload in sorted(offered()):
            with self.subTest(workload):
                self.assertIn(workload, TINY, "a workload without a tiny case here")
                row, side, report = self.measured(workload)
                self.assertFalse(row.get("error_occurred"), row)
                self.assertEqual(side["failure"], "")
                claim = side["claim"]
                self.assertEqual((claim["connections"], claim["requests"]), (report["connections"], report["requests"]))
                self.assertEqual(claim["digest"], report["digest"])
                if claim["requests"] == 0:
                    self.assertEqual((claim["bytes_out"], claim["bytes_in"]), (report["bytes_in"], report["bytes_out"]))

    @unittest.skipUnless("failing_gather" in offered(), "no failing_gather")
    def test_connections_that_an_abort_closes_or_brings_about_are_claimed(self):
        for _ in range(8):
            row, side, report = self.measure("failing_gather/requests:16/delay_us:30000/fail_fast:1")
            self.assertEqual((side["failure"], row.get("error_message")), ("", None))
            self.assertEqual(side["claim"]["connections"], report["connections"])

    def test_a_row_has_google_benchmarks_keys_and_our_counters(self):
        for workload in sorted(offered()):
            with self.subTest(workload):
                row, side, _ = self.measured(workload)
                self.assertEqual(row["name"], f"{GUEST}/{TINY[workload]}/process_time/manual_time")
                self.assertEqual((row["run_type"], row["iterations"], row["time_unit"]), ("iteration", 2, "ns"))
                for counter in COUNTERS:
                    self.assertIsInstance(row[counter], (int, float), counter)
                self.assertAlmostEqual(row["time_ns_per_op"] * row["operations"], row["real_time"], delta=row["real_time"] * 1e-6)
                self.assertEqual(sum(count for _, _, count in side["latency"]), row.get("latency_n", 0))
                for low, high, _ in side["latency"]:
                    self.assertLessEqual((high - low) * 128, max(low, 128), "wider than the histogram's stated error")

    @unittest.skipUnless("gather" in offered(), "no gather")
    def test_spans_show_every_wait_of_the_first_pass(self):
        _, side, _ = self.measure(TINY["gather"], "--unblock_spans")
        self.assertEqual(len(side["spans"]), 7)
        for _, start_ns, end_ns in side["spans"]:
            self.assertGreaterEqual(end_ns - start_ns, 2_000_000)

    def test_says_how_it_is_written_and_with_what_it_runs(self):
        _, side, _ = self.measured(sorted(offered())[0])
        self.assertEqual(side["configuration"]["idiom"], "idiomatic")
        self.assertIn("interpreter", side["configuration"])

    @unittest.skipUnless("gather" in offered(), "no gather")
    def test_another_server_is_asked_for_its_own_page(self):
        with tempfile.TemporaryDirectory() as folder, Target() as target:
            side = pathlib.Path(folder, "side.json")
            run = worker(f"--unblock_case={TINY['gather']}", f"--benchmark_filter=/{TINY['gather']}", "--benchmark_min_time=1x",
                         f"--unblock_server=http://127.0.0.1:{target.port}/wait/0/333", f"--unblock_side={side}")
            self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
            self.assertEqual(target.ask("report")["requests"], 14)  # a warm-up and a pass
            self.assertIn("checked by the client only", json.loads(side.read_text())["configuration"]["target"])

    def test_finds_and_stops_a_target_of_its_own(self):
        case = TINY["echo" if "echo" in offered() else "gather"]
        run = worker(f"--unblock_case={case}", f"--benchmark_filter=/{case}", "--benchmark_min_time=1x", "--benchmark_format=json")
        self.assertEqual((run.returncode, run.stderr), (0, ""), run.stdout)
        self.assertNotIn("error_message", run.stdout)


class Mistakes(unittest.TestCase):
    def assert_refused(self, words, *flags):
        run = worker(*flags)
        self.assertEqual((run.returncode, run.stdout), (2, ""), run.stderr)
        self.assertRegex(run.stderr, f"^unblock-worker-.*: .*{words}")
        self.assertEqual(run.stderr.count("\n"), 1, run.stderr)

    def test_one_sentence_and_exit_2(self):
        workload = sorted(offered())[0]
        self.assert_refused("unknown flag '--unblock_nonsense'", "--unblock_nonsense")
        self.assert_refused("unknown flag '--benchmark_nonsense=1'", "--benchmark_nonsense=1")
        self.assert_refused("--unblock_port=http", "--unblock_port=http")
        self.assert_refused("not a regular expression", "--benchmark_filter=(")
        self.assert_refused("has no workload 'slep'", "--unblock_case=slep/tasks:1")
        self.assert_refused("has no parameter 'size'", f"--unblock_case={workload}/size:1")
        self.assert_refused("a whole number", f"--unblock_case={TINY[workload]}x")

    def test_a_folder_that_is_not_there_is_named(self):
        case = TINY[sorted(offered() - {"echo", "gather"} or offered())[0]]
        self.assert_refused("cannot write '/nonexistent/out.json'", f"--unblock_case={case}", f"--benchmark_filter=/{case}",
                            "--benchmark_min_time=1x", "--benchmark_format=json", "--benchmark_out=/nonexistent/out.json")

    def test_nothing_matches(self):
        run = worker("--benchmark_filter=no such cell")
        self.assertEqual(run.returncode, 0)
        self.assertIn("Failed to match any benchmarks", run.stderr)

    def test_a_target_that_is_gone_makes_a_row_with_the_reason(self):
        case = TINY["echo" if "echo" in offered() else "gather"]
        with Target() as target:
            port = target.port
        run = worker(f"--unblock_case={case}", f"--benchmark_filter=/{case}", f"--unblock_port={port}", "--benchmark_format=json")
        self.assertEqual(run.returncode, 1, run.stderr)
        (row,) = json.loads(run.stdout)["benchmarks"]
        self.assertTrue(row["error_occurred"])
        self.assertTrue(row["error_message"].startswith("failed: "), row["error_message"])


class NotHere(unittest.TestCase):
    """What is missing or too old makes every cell n/a, with what to install."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def answer(self, interpreter, **environment):
        text = WORKER.read_text()
        (line,) = [line for line in text.splitlines() if line.startswith("interpreter=")]
        launcher = self.folder / WORKER.name
        launcher.write_text(text.replace(line, f"interpreter='{interpreter or line.split(chr(39))[1]}'"))
        launcher.chmod(0o755)
        run = worker("--unblock_describe", launcher=launcher, env={**os.environ, **environment})
        self.assertEqual(run.returncode, 0, run.stderr)
        answer = json.loads(run.stdout)
        self.assertEqual((answer["runtime"], answer["kind"]), (GUEST, "guest"))
        return launcher, answer["cells"]

    def assert_says(self, words, cells):
        reasons = {cell["not_applicable"] for cell in cells if "has no HTTP client of its own" not in cell["not_applicable"]
                   and cell["workload"] not in ("startup", "blocking_http")}
        self.assertTrue(reasons)
        for reason in reasons:
            self.assertRegex(reason, words)

    def test_a_missing_interpreter(self):
        launcher, cells = self.answer("/nonexistent/interpreter")
        self.assertTrue(cells)
        for cell in cells:
            self.assertTrue(cell["name"].startswith(f"{GUEST}/"))
            self.assertIn("/nonexistent/interpreter is missing: apt-get install", cell["not_applicable"])
        self.assertEqual(worker("--benchmark_filter=.", launcher=launcher).returncode, 2)

    @unittest.skipUnless(GUEST.startswith("node"), "a Python guest")
    def test_a_node_that_is_too_old(self):
        pretence = self.folder / "old.cjs"
        pretence.write_text("Object.defineProperty(process, 'versions', {value: {...process.versions, node: '16.4.0'}});")
        _, cells = self.answer(None, NODE_OPTIONS=f"--require={pretence}")
        self.assert_says("^Node 16.4.0 is too old, 18 is needed: apt-get install nodejs$", cells)

    @unittest.skipUnless(GUEST.startswith("python"), "a Node guest")
    def test_a_python_that_is_too_old(self):
        (self.folder / "sitecustomize.py").write_text("import sys\nsys.version_info = (3, 9, 2, 'final', 0)\n")
        _, cells = self.answer(None, PYTHONPATH=str(self.folder))
        self.assert_says("^Python 3.9 is too old, 3.11 is needed: apt-get install python3$", cells)

    @unittest.skipUnless(GUEST in LIBRARY, "a guest without a library")
    def test_a_library_that_is_too_old(self):
        package = self.folder / f"{LIBRARY[GUEST]}-0.1.dist-info"
        package.mkdir()
        (package / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {LIBRARY[GUEST]}\nVersion: 0.1\n")
        _, cells = self.answer(None, PYTHONPATH=str(self.folder))
        self.assert_says(f"^{LIBRARY[GUEST]} 0.1 is too old, .* is needed: apt-get install python3-{LIBRARY[GUEST]}$", cells)

    @unittest.skipUnless(GUEST in LIBRARY, "a guest without a library")
    def test_a_library_that_is_missing(self):
        bare = self.folder / "bare"
        bare.write_text("#!/bin/sh\nexec /usr/bin/python3 -S \"$@\"\n")  # without the packages of the system
        bare.chmod(0o755)
        _, cells = self.answer(bare)
        self.assert_says(f"^{LIBRARY[GUEST]} is missing for .*: apt-get install python3-{LIBRARY[GUEST]}$", cells)


if __name__ == "__main__":
    if not offered():
        reasons = {cell["not_applicable"] for cell in described()["cells"]}
        print(f"skipped: {GUEST}: {'; '.join(sorted(reasons))}")
        sys.exit(SKIPPED)
    os.environ.pop("http_proxy", None)
    unittest.main()
