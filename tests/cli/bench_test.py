#!/usr/bin/env python3
"""unblock bench from outside: list, tiny runs, filters, exit codes, bad arguments, workers that die, hang, lie or fill the disk."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

signal.signal(signal.SIGINT, signal.default_int_handler)  # a parent that ignores Ctrl-C would hand that on to the programs
BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
HERE = pathlib.Path(__file__).resolve().parent
QUICK = ["--rounds", "1", "--min-time", "0.01", "--canary", "0", "--keep-awake", "off", "--no-counts"]


def bench(*arguments, env=None, timeout=120):
    return subprocess.run([BIN / "unblock", "bench", *map(str, arguments)], capture_output=True, text=True, timeout=timeout,
                          env={**os.environ, "CI": "1", **(env or {})})


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def fake_workers(self, *behaviours):
        for behaviour in behaviours:
            shutil.copy(HERE / "fake_worker.py", self.folder / f"unblock-worker-{behaviour}")
            os.chmod(self.folder / f"unblock-worker-{behaviour}", 0o755)

    def run_fakes(self, *behaviours, deadline=20, env=None):
        self.fake_workers(*behaviours)
        out = self.folder / "results.json"
        result = bench("run", "--workers", self.folder, *QUICK, "--placement", "one-core", "--deadline", deadline, "-o", out, env=env)
        cells = json.loads(out.read_text())["unblock"]["cells"] if out.exists() else []
        return result, {cell["runtime"]: cell for cell in cells}


class Clients(Folder):
    def test_several_clients_are_one_cell_that_the_target_verifies(self):
        out = self.folder / "results.json"
        case = "echo/connections:4/bytes:64"
        result = bench("run", "--runtime", "epoll", "--case", case, "--clients", 2, "--placement", "one-core", "--rounds", 1, "--min-time", 1, "--canary", 0,
                       "--keep-awake", "off", "--no-counts", "-o", out)
        self.assertEqual(result.returncode, 0, result.stderr)
        (cell,) = json.loads(out.read_text())["unblock"]["cells"]
        self.assertEqual(cell["name"], f"epoll/{case}/clients:2")
        self.assertEqual(cell["configuration"]["clients"], "2 processes")

    def test_clients_need_a_target(self):
        result = bench("run", "--runtime", "epoll", "--workload", "sleep", "--clients", 2)
        self.assertEqual(result.returncode, 2)
        self.assertIn("--clients: none of these workloads asks a target", result.stderr)


class Commands(unittest.TestCase):
    def test_list_names_runtimes_workloads_and_reasons(self):
        result = bench("list")
        self.assertEqual(result.returncode, 0, result.stderr)
        for word in ("blocking", "thread_pool", "asio", "libuv", "epoll", "gather", "echo", "one after another"):
            self.assertIn(word, result.stdout)

    def test_list_fits_and_takes_the_options_that_choose(self):
        for columns in (80, 120, 200):
            result = bench("list", env={"COLUMNS": str(columns)})
            long = [line for line in result.stdout.splitlines() if len(line) > columns and len(line.split()) > 2]
            self.assertFalse(long, columns)
        chosen = bench("list", "--runtime", "epoll,blocking", "--workload", "echo", "--suite", "quick", "--format", "csv").stdout.splitlines()
        self.assertEqual(chosen, ["workload,arguments,runtime,suite,reason", "echo,connections:64/bytes:64,blocking,quick,",
                                  "echo,connections:64/bytes:64,epoll,quick,"])
        (epoll,) = json.loads(bench("list", "--runtime", "epoll", "--format", "json").stdout)
        self.assertEqual(epoll["runtime"], "epoll")
        self.assertTrue(bench("list", "--runtime", "epoll", "--format", "markdown").stdout.startswith("| workload |"))
        self.assertEqual(bench("list", "--runtime", "epol").returncode, 2)

    def test_the_quick_suite_takes_one_guest_of_a_language(self):
        rows = [line.split(",") for line in bench("list", "--suite", "quick", "--format", "csv").stdout.splitlines()[1:]]
        guests = {(row[0], row[1], row[2]) for row in rows if re.match("python_|node", row[2])}
        self.assertTrue(guests)
        languages = [(workload, arguments, runtime.split("_")[0]) for workload, arguments, runtime in guests]
        self.assertEqual(len(languages), len(set(languages)), guests)

    def test_help_and_version(self):
        self.assertEqual(bench("--help").returncode, 0)
        self.assertIn("--time-budget", bench("run", "--help").stdout)

    def test_explain_shows_the_page_of_a_workload(self):
        result = bench("explain", "gather")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("What it does not show", result.stdout)
        self.assertIn("did you mean 'gather'?", bench("explain", "gahter").stderr)
        self.assertIn("fifth of its core", bench("explain", "client-bound").stdout)
        self.assertIn("One operation in a hundred", bench("explain", "p99").stdout)
        self.assertIn("certainly better", bench("explain", "rank").stdout)

    def test_every_workload_has_a_page(self):
        listed = {line.split(",")[0] for line in bench("list", "--format", "csv").stdout.splitlines()[1:]}
        self.assertGreater(len(listed), 4)
        for workload in listed:
            self.assertEqual(bench("explain", workload).returncode, 0, workload)

    def test_bad_arguments_are_one_sentence_and_exit_2(self):
        cases = {
            ("run", "--runtime", "asoi"): "did you mean 'asio'?",
            ("run", "--workload", "ehco"): "did you mean 'echo'?",
            ("run", "--filter", "("): "not a regular expression",
            ("run", "--filter", "matches-nothing"): "no benchmark matches these options",
            ("run", "--case", "echo/conections:1"): "has no parameter 'conections'",
            ("run", "--case", "echo/connections:many"): "is no value",
            ("run", "--time-budget", "soon"): "a time such as",
            ("run", "-o", "/nonexistent/results.json"): "does not exist",
            ("run", "-o", "/proc/results.json"): "is not writable",
            ("run", "-o", "/tmp"): "it is a folder",
            ("run", "--target", "http://127.0.0.1:99999/"): "from 1 to 65535",
            ("run", "--case", "ehco/connections:1"): "did you mean 'echo'?",
            ("run", "--target", "ftp://somewhere"): "an address like http://HOST:PORT/PATH",
            ("run", "--target", "http://127.0.0.1:1/"): "cannot connect to the target 'http://127.0.0.1:1/': Connection refused",
            ("run", "--suite", "huge"): "--suite",
            ("run", "--fail-if", "keepalive.p98 > 20ms"): "there is no metric 'p98'; did you mean",
            ("run", "--fail-if", "keepalive.p99"): "one of >, >=, <, <= is expected",
            ("run", "-o", __file__, "--token-file", __file__): "it is one of the inputs",
            ("run", "-o", ""): "--output: a name is expected, and it is empty",
            ("run", "--resume", ""): "--resume: a name is expected, and it is empty",
            ("run", "--target", ""): "--target: a name is expected, and it is empty",
            ("gate", "--baseline", "", "--candidate", "/bin/true"): "--baseline: a name is expected, and it is empty",
            ("noise", "-o", ""): "--output: a name is expected, and it is empty",
            ("run", "--format", "yaml"): "--format",
            ("run", "--sweep", "per_second"): "--sweep needs --case",
            ("run", "--case", "sleep/tasks:50", "--sweep", "tasks"): "'sleep' is not judged by a latency",
            ("compare", "asio", "--workload", "echo"): "two runtimes or more",
            ("compare", "asio", "libuw", "--workload", "echo"): "did you mean 'libuv'?",
            ("measure",): "measure",
            (): "subcommand",
        }
        for arguments, expected in cases.items():
            result = bench(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertIn(expected, result.stderr, arguments)
            self.assertEqual(result.stderr.strip().count("\n"), 0, result.stderr)


class Runs(Folder):
    def test_a_tiny_run_measures_verifies_and_stores(self):
        out = self.folder / "results.json"
        result = bench("run", "--runtime", "epoll,blocking,asio", "--workload", "echo,spawn", *QUICK, "--seed", "7", "-o", out)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("seed 7", result.stdout)
        data = json.loads(out.read_text(), parse_constant=lambda name: self.fail(f"bare {name} in the file"))
        self.assertEqual(data["unblock"]["seed"], 7)
        measured = {(c["runtime"], c["workload"], c["placement"]) for c in data["unblock"]["cells"] if c["status"] == "measured"}
        self.assertIn(("epoll", "echo", "two-cores"), measured)
        self.assertIn(("epoll", "echo", "one-core"), measured)
        row = next(r for r in data["benchmarks"] if r["name"].startswith("epoll/echo"))
        for metric in ("real_time", "cpu_time", "iterations", "ops_per_second", "latency_p99_ns", "cpu_ns_per_op", "rss_peak_bytes"):
            self.assertGreater(row[metric], 0, metric)
        configuration = next(c for c in data["unblock"]["cells"] if c["runtime"] == "epoll" and c["workload"] == "echo")["configuration"]
        self.assertEqual(configuration["TCP_NODELAY"], "on")
        self.assertEqual(configuration["idiom"], "tuned")
        self.assertIn("idiomatic: blocking\ntuned: asio, epoll\n", result.stdout)
        self.assertIn("eventpoll", configuration["kernel objects"])

    def test_counts_are_taken_in_a_run_of_their_own(self):
        out = self.folder / "results.json"
        quick = [flag for flag in QUICK if flag != "--no-counts"]
        bench("run", "--runtime", "epoll", "--workload", "echo", "--placement", "two-cores", *quick, "-o", out)
        cell = json.loads(out.read_text())["unblock"]["cells"][0]
        self.assertIn("allocations_per_op", cell["metrics"])
        if "syscalls_per_op" in cell["metrics"]:
            self.assertGreaterEqual(cell["metrics"]["syscalls_per_op"][1], 2)  # an echo sends and receives

    def test_a_case_of_the_users_own(self):
        out = self.folder / "results.json"
        result = bench("run", "--runtime", "epoll", "--case", "echo/connections:3/bytes:100", *QUICK, "-o", out)
        self.assertEqual(result.returncode, 0, result.stderr)
        names = {cell["name"] for cell in json.loads(out.read_text())["unblock"]["cells"]}
        self.assertEqual(names, {"epoll/echo/connections:3/bytes:100"})

    def test_what_cannot_run_is_shown_with_its_reason(self):
        result = bench("run", "--runtime", "blocking", "--filter", "tasks:1000/wait_ms:100", *QUICK)
        self.assertIn("n/a, 1000 waits of 0.1 s one after another take 100 s", result.stdout)

    def test_ctrl_c_keeps_what_was_measured(self):
        out = self.folder / "results.json"
        process = subprocess.Popen([BIN / "unblock", "bench", "run", "--runtime", "epoll", "--workload", "spawn", "--rounds", "500", "--canary", "0",
                                    "--min-time", "0.05", "--no-counts", "-o", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(3)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(30), 130)
        data = json.loads(out.read_text())
        self.assertTrue(data["unblock"]["interrupted"])
        self.assertGreater(len(data["benchmarks"]), 0)

    def test_signals_that_ask_to_end_end_a_run_in_order(self):
        for number in (signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM, signal.SIGXFSZ):
            out = self.folder / f"{number}.json"
            process = subprocess.Popen([BIN / "unblock-bench", "run", "--runtime", "epoll", "--workload", "spawn", "--rounds", "500", "--canary", "0",
                                        "--min-time", "0.05", "--no-counts", "-q", "-o", out], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(3)
            process.send_signal(number)
            self.assertEqual(process.wait(30), 128 + number)
            self.assertTrue(json.loads(out.read_text())["unblock"]["interrupted"])

    def test_a_reader_that_goes_away_costs_nothing(self):
        out = self.folder / "results.json"
        result = subprocess.run(f"{BIN}/unblock-bench run --runtime epoll --workload spawn {' '.join(QUICK)} -q -o {out} | true", shell=True, timeout=60)
        self.assertEqual(result.returncode, 0)
        self.assertTrue(json.loads(out.read_text())["benchmarks"])

    def test_an_unwritable_result_is_shown_and_kept_elsewhere(self):
        target = self.folder / "full"
        os.symlink("/dev/full", target)
        result = bench("run", "--runtime", "epoll", "--workload", "spawn", *QUICK, "-o", target, env={"TMPDIR": str(self.folder)})
        self.assertEqual(result.returncode, 2)
        self.assertIn("spawn", result.stdout)
        instead = re.search(r"the results are in '(.*)' instead", result.stderr)
        self.assertEqual(json.loads(pathlib.Path(instead.group(1)).read_text())["unblock"]["cells"][0]["workload"], "spawn")

    def test_more_sockets_than_open_files_are_not_applicable(self):
        out = self.folder / "results.json"
        result = subprocess.run(["prlimit", "--nofile=64:64", "setpriv", "--bounding-set=-sys_resource", "--inh-caps=-sys_resource", BIN / "unblock", "bench",
                                 "run", "--runtime", "epoll", "--case", "stream/streams:500/chunks:2/interval_us:100", *QUICK, "-o", out],
                                capture_output=True, text=True, timeout=120)
        self.assertIn("n/a, 500 sockets at once need 548 open files and the limit is 64: ulimit -n 548", result.stdout, result.stderr)
        self.assertEqual(result.returncode, 2)


class Answers(Folder):
    def test_compare_answers_in_one_line_and_shows_the_table(self):
        out = self.folder / "results.json"
        result = bench("compare", "epoll", "asio", "--workload", "spawn", "--rounds", "3", "--min-time", "0.01", "--canary", "0", "--no-counts", "-o", out)
        self.assertEqual(result.returncode, 0, result.stderr)
        answer, empty, title = result.stdout.splitlines()[:3]
        self.assertRegex(answer, r"^spawn \(tasks \d+\): epoll (is (better|worse) than asio|and asio are tied): time per operation .* ratio .* \(95 % interval .* to .*\)$")
        self.assertEqual(empty, "")
        self.assertTrue(title.startswith("spawn"))
        self.assertEqual({cell["runtime"] for cell in json.loads(out.read_text())["unblock"]["cells"]}, {"epoll", "asio"})

    def test_a_sweep_finds_a_knee_or_says_that_it_did_not(self):
        result = bench("run", "--runtime", "epoll", "--case", "echo_open/connections:4/bytes:64/per_second:2000", "--sweep", "per_second", "--rounds", "1",
                       "--canary", "0", "--time-budget", "20s", "-o", self.folder / "sweep.json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout.splitlines()[0], r"^epoll: (the knee is at per_second [\d,]+|no knee was found: )")
        loads = {dict(cell["arguments"])["per_second"] for cell in json.loads((self.folder / "sweep.json").read_text())["unblock"]["cells"]}
        self.assertGreater(len(loads), 2)

    def test_a_limit_is_an_exit_code(self):
        common = ("run", "--runtime", "epoll", "--workload", "spawn", *QUICK)
        self.assertEqual(bench(*common, "--fail-if", "spawn.time/op > 10s").returncode, 0)
        result = bench(*common, "--fail-if", "spawn.time/op > 1ns")
        self.assertEqual(result.returncode, 1)
        self.assertIn("beyond the limit 'spawn.time/op > 1ns'", result.stderr)
        result = bench(*common, "--fail-if", "echo.p99 > 1ns")
        self.assertEqual(result.returncode, 2)
        self.assertIn("was not checked", result.stderr)

    def test_a_table_fits_the_terminal(self):
        for columns in (80, 120, 200):
            result = bench("run", "--runtime", "epoll,asio,blocking", "--workload", "echo,gather,keepalive", *QUICK, "-q", env={"COLUMNS": str(columns)})
            self.assertFalse([line for line in result.stdout.splitlines() if len(line) > columns], columns)
            self.assertIn("rank", result.stdout)

    def test_what_is_printed_has_a_format(self):
        common = ("run", "--runtime", "epoll", "--workload", "spawn", *QUICK, "-q")
        self.assertIn("benchmarks", json.loads(bench(*common, "-o", "-").stdout))
        self.assertIn("benchmarks", json.loads(bench(*common, "--format", "json").stdout))
        self.assertIn("time_ns_per_op", bench(*common, "--format", "csv").stdout)
        self.assertIn("| --- |", bench(*common, "--format", "markdown").stdout.replace("|---|", "| --- |"))


class SlowTarget(Folder):
    def test_a_target_behind_its_schedule_is_told_from_a_slow_runtime(self):
        out = self.folder / "results.json"
        run = subprocess.Popen([BIN / "unblock-bench", "run", "--runtime", "epoll", "--case", "stream/streams:4/chunks:50/interval_us:4000",
                                "--placement", "two-cores", *QUICK, "-o", out], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while run.poll() is None:  # held up for half of the time
            targets = subprocess.run(["pgrep", "-P", str(run.pid), "-x", "unblock-target"], capture_output=True, text=True).stdout.split()
            for stop in (signal.SIGSTOP, signal.SIGCONT):
                for target in targets:
                    try:
                        os.kill(int(target), stop)
                    except ProcessLookupError:
                        pass
                time.sleep(0.03)
        printed = run.stdout.read()
        run.stdout.close()
        (cell,) = json.loads(out.read_text())["unblock"]["cells"]
        self.assertIn("target-bound", [verdict["id"] for verdict in cell["verdicts"]], printed)
        self.assertIn("the lateness is not the runtime's", printed)


class BadWorkers(Folder):
    def test_each_becomes_a_verdict_and_the_others_still_run(self):
        result, cells = self.run_fakes("dies", "throws", "lies", "garbage", "nothing", "zero", "absent", deadline=20)
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)  # nothing at all was measured
        self.assertIn("signal 11", cells["dies"]["reason"])
        self.assertIn("something terrible", cells["dies"]["reason"])
        self.assertEqual(cells["throws"]["reason"], "the worker ended with exit code 1: ValueError: the reply has no length")
        self.assertIn("wrong work: the worker claims 2 connections, the target counted 1", cells["lies"]["reason"])
        self.assertIn("not the JSON", cells["garbage"]["reason"])
        self.assertIn("ran nothing", cells["nothing"]["reason"])
        self.assertIn("time of zero", cells["zero"]["reason"])
        self.assertEqual(cells["absent"]["status"], "not_applicable")
        for name in ("dies", "throws", "lies", "garbage", "nothing", "zero"):
            self.assertEqual(cells[name]["status"], "failed", name)
            self.assertTrue(cells[name]["verdicts"][0]["withholds"])
        self.assertEqual(cells["lies"]["verdicts"][0]["id"], "wrong-work")
        self.assertNotIn("1 s", result.stdout.split("seed")[0].replace("one-core", ""), "a withheld time is shown")

    def test_a_cell_that_fails_beside_others_is_exit_code_1(self):
        result, cells = self.run_fakes("dies", "quiet")
        self.assertEqual(cells["quiet"]["status"], "measured", cells["quiet"]["reason"])
        self.assertEqual(result.returncode, 1, result.stderr)

    def test_no_answer_of_one_worker_spoils_the_file(self):
        _, cells = self.run_fakes("backwards", "elsewhere", "twice", "escapes", "pipes", "quiet", deadline=5)
        reasons = {name: cell["reason"] for name, cell in cells.items()}
        self.assertIn("a histogram whose bucket from 9 to 3 ns cannot be", reasons["backwards"])
        self.assertIn("a row for 'someone/else'", reasons["elsewhere"])
        self.assertIn("2 rows", reasons["twice"])
        self.assertIn("no file", reasons["pipes"])
        self.assertNotIn("\x1b", reasons["escapes"])
        self.assertEqual(cells["quiet"]["status"], "measured", reasons["quiet"])

    def test_a_run_that_measured_nothing_does_not_replace_one_that_did(self):
        self.run_fakes("quiet")
        before = (self.folder / "results.json").read_text()
        (self.folder / "unblock-worker-quiet").unlink()
        result, _ = self.run_fakes("dies")
        self.assertEqual(result.returncode, 2)
        self.assertIn("nothing was measured: '", result.stderr)
        self.assertEqual((self.folder / "results.json").read_text(), before)
        self.assertFalse((self.folder / "results.json.partial").exists())

    def test_a_round_that_failed_is_tried_once_more(self):
        result, cells = self.run_fakes("stumbles")
        self.assertEqual(cells["stumbles"]["status"], "measured", cells["stumbles"]["reason"])
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_hanging_worker_is_killed_at_its_deadline(self):
        result, cells = self.run_fakes("hangs", deadline=1)
        self.assertIn("did not end within 1 s", cells["hangs"]["reason"])
        self.assertEqual(subprocess.run(["pgrep", "-f", str(self.folder)], capture_output=True).stdout, b"")

    def test_a_worker_that_fills_the_disk_is_stopped(self):
        _, cells = self.run_fakes("fills")
        self.assertEqual(cells["fills"]["status"], "failed")
        self.assertFalse([p for p in pathlib.Path(tempfile.gettempdir()).glob("unblock-??????/results.json") if p.stat().st_size > 1 << 20])

    def test_a_wrong_digest_is_wrong_work(self):
        _, cells = self.run_fakes("digest")
        self.assertRegex(cells["digest"]["reason"], r"wrong work: the digest of the payload is 0{16} by the worker and [0-9a-f]{16} by the target")
        digest = re.search(r"([0-9a-f]{16}) by the target", cells["digest"]["reason"]).group(1)
        result, cells = self.run_fakes("honest", env={"EXPECTED_DIGEST": digest})
        self.assertEqual(result.returncode, 1, result.stderr)  # the other one still fails
        self.assertEqual(cells["honest"]["status"], "measured")

    def test_a_worker_that_does_not_describe_itself_is_named(self):
        result, cells = self.run_fakes("mute", "absent")
        self.assertIn("worker 'mute' does not describe itself", result.stderr)
        self.assertIn("absent", cells)

    def test_no_worker_at_all(self):
        result = bench("run", "--workers", self.folder, *QUICK)
        self.assertEqual(result.returncode, 2)
        self.assertIn("there is no worker", result.stderr)


class Workers(Folder):
    """Every worker is a Google Benchmark program of its own."""

    def worker(self, *arguments):
        return subprocess.run([BIN / "unblock-worker-epoll", *arguments], capture_output=True, text=True, timeout=60, cwd=self.folder)

    def test_lists_and_filters(self):
        listed = self.worker("--benchmark_list_tests", "--benchmark_filter=spawn").stdout.split()
        self.assertTrue(listed and all(name.startswith("epoll/spawn/") for name in listed), listed)

    def test_runs_alone_with_a_target_of_its_own(self):
        result = self.worker("--benchmark_filter=echo/connections:64/bytes:64", "--benchmark_min_time=0.01", "--benchmark_format=json",
                             "--benchmark_out=out.json")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreater(json.loads(result.stdout)["benchmarks"][0]["latency_p50_ns"], 0)
        self.assertTrue((self.folder / "out.json").exists())

    def test_refuses_unknown_flags(self):
        result = self.worker("--unblock_speed=11")
        self.assertEqual(result.returncode, 2)
        self.assertIn("unknown flag", result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
