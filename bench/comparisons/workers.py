"""Running workers in turn for the comparisons in this folder. Not the harness: no warm-up, no verdicts, two cells at a time."""

import json
import os
import pathlib
import random
import statistics
import subprocess
import tempfile


def pinned(cpu):
    """A preexec_fn that keeps the child on one CPU and, where that is allowed, ahead of everything else that runs there."""
    def prepare():
        if cpu is not None and cpu in os.sched_getaffinity(0):
            os.sched_setaffinity(0, {cpu})
        try:
            os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        except PermissionError:
            pass
    return prepare


class Target:
    """unblock-target on a free port; counts what it served."""

    def __init__(self, programs, cpu=None):
        self.process = subprocess.Popen([programs / "unblock-target"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        preexec_fn=pinned(cpu))
        self.port = json.loads(self.process.stdout.readline())["port"]

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def run_worker(programs, name, case, arguments, seconds, cpu=None):
    """One process of worker `name` on one case ("echo/connections:64/bytes:64"); its benchmark row and side file."""
    with tempfile.TemporaryDirectory() as folder:
        side = pathlib.Path(folder) / "side.json"
        command = [programs / f"unblock-worker-{name}", f"--unblock_case={case}", f"--unblock_side={side}",
                   f"--benchmark_filter=^{name}/{case}/", "--benchmark_format=json", f"--benchmark_min_time={seconds}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=pinned(cpu))
        if done.returncode != 0 or not done.stdout.startswith("{"):
            raise SystemExit(f"{name} failed on {case}: {done.stdout[-300:]}{done.stderr[-300:]}")
        row = json.loads(done.stdout)["benchmarks"][0]
        if row.get("error_occurred"):
            raise SystemExit(f"{name} failed on {case}: {row['error_message']}")
        return row, json.loads(side.read_text())


def check_claim(name, claim, report):
    """The target's count must agree with the worker's claim."""
    pairs = {"connections": "connections", "requests": "requests", "bytes_out": "bytes_in"}
    for claimed, counted in pairs.items():
        if claim[claimed] != report[counted]:
            raise SystemExit(f"{name} claims {claim[claimed]} {claimed}, the target counted {report[counted]} {counted}")


def median_interval(values):
    """Median and its 95 % interval from order statistics (binomial, normal approximation)."""
    ordered = sorted(values)
    half = 0.98 * len(ordered) ** 0.5
    low = max(0, int(len(ordered) / 2 - half))
    high = min(len(ordered) - 1, int(len(ordered) / 2 + half))
    return statistics.median(ordered), ordered[low], ordered[high]


def in_turn(rounds, first, second, seed):
    """Calls both in a random order, `rounds` times, after one unmeasured call of each; yields (value, value)."""
    order = random.Random(seed)
    first(), second()
    for _ in range(rounds):
        if order.random() < 0.5:
            a = first()
            yield a, second()
        else:
            b = second()
            yield first(), b
