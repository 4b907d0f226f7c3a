#!/usr/bin/env python3
"""What being watched costs: per turn of a loop, and on the workload echo with 64 connections. With and without, in turn.

  python3 watch/benchmark/cost.py BUILD_FOLDER [PAIRS] [RUNTIME...]

Each pair is two short runs, one after the other, of which now the one and now the other is first; what is told is the median of the
pairs with the interval that covers it with 95 % (order statistics, no assumption on their distribution). The worker and the server
that answers it have a processor each where there are two.
"""
import json
import math
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

BIN = pathlib.Path(sys.argv[1]).resolve() / "bin"
PAIRS = int(sys.argv[2]) if len(sys.argv) > 2 else 100
RUNTIMES = sys.argv[3:] or ("epoll", "asio", "libuv", "asio_uring")
CELL = "echo/connections:64/bytes:64"
WARM_UP_S = 0.3  # what both programs do once, as they start
WATCH = (BIN / "unblock-watch",)


def output(*command):
    return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def pinned(cpu, *command):
    return ("taskset", "-c", min(cpu, os.cpu_count() - 1), *command)


def pairs(alone, watched):
    """What both give, in turn."""
    both = []
    for pair in range(PAIRS):
        order = (alone, watched) if pair % 2 == 0 else (watched, alone)
        results = [run() for run in order]
        both.append(results if pair % 2 == 0 else results[::-1])
    return both


def interval(values):
    """The median, and the order statistics that cover it with at least 95 %."""
    values, n, outside, covered = sorted(values), len(values), 0, 0
    while outside < n // 2 and (covered := covered + math.comb(n, outside) / 2**n) <= 0.025:
        outside += 1
    outside = max(0, outside - 1)
    return statistics.median(values), values[outside], values[n - 1 - outside]


def shown(values, digits=1):
    middle, low, high = interval(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


def turns():
    program = pinned(0, BIN / "watch-turns", 300_000)
    both = pairs(lambda: float(output(*program)), lambda: float(output(*WATCH, "--", *program)))
    alone, watched = zip(*both)
    print(f"| an empty turn, ns of CPU | {shown(alone)} | {shown(watched)} | {shown([b - a for a, b in both])} |", flush=True)


def echo(runtime, port):
    """Time and CPU of one operation, and turns of the loop for each where it is watched."""
    with tempfile.TemporaryDirectory() as folder:
        out, seen = pathlib.Path(folder) / "row.json", pathlib.Path(folder) / "seen.json"
        worker = pinned(0, BIN / f"unblock-worker-{runtime}", f"--unblock_port={port}", f"--benchmark_filter=^{runtime}/{CELL}(/min_warmup|/process_time|$)",
                        "--benchmark_min_time=0.1", f"--benchmark_min_warmup_time={WARM_UP_S}", f"--benchmark_out={out}", "--benchmark_out_format=json")

        def row():
            (found,) = [row for row in json.loads(out.read_text())["benchmarks"] if row["run_type"] == "iteration"]
            if found.get("error_occurred"):
                raise SystemExit(f"{runtime}: {found['error_message']}")
            return found

        def alone():
            output(*worker)
            return row()["time_ns_per_op"], row()["cpu_ns_per_op"]

        def watched():
            output(*WATCH, "-o", seen, "--", *worker)
            return row()["time_ns_per_op"], row()["cpu_ns_per_op"]

        both = pairs(alone, watched)
    for index, what in enumerate(("time", "CPU")):
        ratios = [100 * (watched[index] / alone[index] - 1) for alone, watched in both]
        print(f"| echo, {runtime}, ns of {what} per operation | {shown([a[index] for a, _ in both], 0)} | {shown([b[index] for _, b in both], 0)} "
              f"| {shown(ratios, 2)} % |", flush=True)


def main():
    turns()
    target = subprocess.Popen(list(map(str, pinned(1, BIN / "unblock-target"))), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    port = json.loads(target.stdout.readline())["port"]
    for runtime in RUNTIMES:
        echo(runtime, port)
    target.stdin.close()
    target.wait()


main()
