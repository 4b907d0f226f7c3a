#!/usr/bin/env python3
"""What being watched costs: per turn of a loop, and on the workload echo with 64 connections. With and without, in turn.

  python3 watch/benchmark/cost.py BUILD_FOLDER [PAIRS]
"""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

BIN = pathlib.Path(sys.argv[1]).resolve() / "bin"
PAIRS = int(sys.argv[2]) if len(sys.argv) > 2 else 15
RUNTIMES = ("epoll", "asio", "libuv", "asio_uring")


def output(*command):
    return subprocess.run(list(map(str, command)), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def turns():
    plain, watched = [], []
    for _ in range(PAIRS):
        plain.append(float(output(BIN / "watch-turns", 1_000_000)))
        watched.append(float(output(BIN / "unblock", "watch", "--", BIN / "watch-turns", 1_000_000)))
    return plain, watched


def watched_workers(folder):
    """Workers that start themselves under the watcher; what they answer about themselves they say without it."""
    for runtime in RUNTIMES:
        worker = BIN / f"unblock-worker-{runtime}"
        script = folder / worker.name
        script.write_text(f'#!/bin/sh\ncase "$*" in *describe*) exec "{worker}" "$@" ;; esac\nexec "{BIN}/unblock" watch -o /dev/null -- "{worker}" "$@"\n')
        script.chmod(0o755)


def echo(runtime, workers):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "results.json"
        output(BIN / "unblock", "bench", "run", "--workers", workers, "--runtime", runtime, "--filter", "echo/connections:64/bytes:64$", "--rounds", 1,
               "--min-time", 0.3, "--canary", 0, "--no-counts", "--placement", "two-cores", "-q", "-o", out)
        rows = [row for row in json.loads(out.read_text())["benchmarks"] if row["run_type"] == "iteration" and not row.get("error_occurred")]
        return [statistics.fmean(row[name] for row in rows) for name in ("time_ns_per_op", "cpu_ns_per_op")]


def spread(values):
    quarters = statistics.quantiles(values, n=4)
    return f"{statistics.median(values):.1f} ({quarters[0]:.1f} to {quarters[2]:.1f})"


def main():
    plain, watched = turns()
    print(f"empty turns, ns: {spread(plain)} alone, {spread(watched)} watched; difference {spread([b - a for a, b in zip(plain, watched)])}")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        watched_workers(folder)
        for runtime in RUNTIMES:
            ratios = []
            for pair in range(PAIRS):
                order = (BIN, folder) if pair % 2 == 0 else (folder, BIN)
                took = {workers: echo(runtime, workers) for workers in order}
                ratios.append([100 * (watched / alone - 1) for watched, alone in zip(took[folder], took[BIN])])
            time, cpu = zip(*ratios)
            print(f"echo, 64 connections, {runtime}: {spread(time)} % more time when watched, {spread(cpu)} % more CPU", flush=True)


main()
