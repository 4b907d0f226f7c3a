"""What Google Benchmark does in a C++ worker: choose the cells, find the number of iterations, print rows."""
import datetime
import json
import os
import re
import socket
import sys
import time

from protocol.errors import InputError
from protocol.session import write_file

MOST_ITERATIONS = 1_000_000_000


def chosen(cells, pattern):
    """A regular expression that matches anywhere in the name; with '-' in front, what does not match."""
    keep = not pattern.startswith("-")
    pattern = "." if pattern == "all" else pattern.removeprefix("-")
    try:
        regex = re.compile(pattern)
    except re.error as error:
        raise InputError(f"--benchmark_filter={pattern}: not a regular expression: {error}") from error
    return [cell for cell in cells if bool(regex.search(cell.benchmark_name())) == keep]


def next_iterations(iterations, seconds, min_time_s):
    """How many iterations the next attempt has: Google Benchmark's rule. None: the last attempt was long enough."""
    if seconds >= min_time_s or iterations >= MOST_ITERATIONS:
        return None
    multiplier = min_time_s * 1.4 / max(seconds, 1e-9)
    if seconds / min_time_s <= 0.1:
        multiplier = min(10.0, multiplier)
    if multiplier <= 1.0:
        multiplier = 2.0
    return min(max(round(multiplier * iterations), iterations + 1), MOST_ITERATIONS)


def row_of(cell, index, repetition):
    """`repetition(iterations)` runs that many passes and gives (seconds, cpu_seconds, problem, counters)."""
    row = {
        "name": cell.benchmark_name(),
        "family_index": index,
        "per_family_instance_index": 0,
        "run_name": cell.benchmark_name(),
        "run_type": "iteration",
        "repetitions": 1,
        "repetition_index": 0,
        "threads": 1,
    }
    iterations, seconds, cpu_seconds, problem, counters = repetition()
    if problem:
        row.update({"error_occurred": True, "error_message": problem})
    per_iteration = 1e9 / iterations if iterations else 0
    row.update({"iterations": iterations, "real_time": seconds * per_iteration, "cpu_time": cpu_seconds * per_iteration,
                "time_unit": "ns"})
    row.update(counters)
    return row


def calibrated(attempt, min_time_s, fixed_iterations):
    """Attempts with more and more iterations until one is long enough; the last one counts."""
    iterations = fixed_iterations or 1
    while True:
        seconds, cpu_seconds, problem, counters = attempt(iterations)
        if problem:
            return 0, 0, 0, problem, {}
        more = None if fixed_iterations else next_iterations(iterations, seconds, min_time_s)
        if more is None:
            return iterations, seconds, cpu_seconds, problem, counters
        iterations = more


def context_of(runtime):
    with open("/proc/cpuinfo") as info:
        mhz = [float(line.split(":")[1]) for line in info if line.startswith("cpu MHz")]
    return {
        "date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
        "host_name": socket.gethostname(),
        "executable": os.path.join(os.environ.get("UNBLOCK_BIN", ""), f"unblock-worker-{runtime}"),
        "num_cpus": os.cpu_count(),
        "mhz_per_cpu": round(mhz[0]) if mhz else 0,
        "cpu_scaling_enabled": os.path.exists("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"),
        "caches": [],
        "load_avg": list(os.getloadavg()),
        "library_build_type": "release",
        "unblock_kind": "guest",
        "unblock_runtime": runtime,
    }


def _short(value):
    for size, suffix in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.6g}{suffix}"
    return f"{value:.6g}"


KEYS = {"name", "family_index", "per_family_instance_index", "run_name", "run_type", "repetitions", "repetition_index",
        "iterations", "real_time", "cpu_time", "time_unit"}


def console_line(row, width):
    if row.get("error_occurred"):
        return f"{row['name']:<{width}} ERROR OCCURRED: '{row['error_message']}'"
    counters = " ".join(f"{key}={_short(row[key])}" for key in sorted(row) if key not in KEYS)
    return f"{row['name']:<{width}} {row['real_time']:>12.0f} ns {row['cpu_time']:>12.0f} ns {row['iterations']:>10} {counters}"


def report(runtime, cells, repetition, options):
    """Runs the cells; prints rows as they come (console) or at the end (JSON). Returns the rows."""
    width = max(len(cell.benchmark_name()) for cell in cells)
    context = context_of(runtime)
    if options.format == "console":
        print(f"{'Benchmark':<{width}} {'Time':>15} {'CPU':>15} {'Iterations':>10} UserCounters...", flush=True)
    rows = []
    for index, cell in enumerate(cells):
        rows.append(row_of(cell, index, lambda: repetition(cell)))
        if options.format == "console":
            print(console_line(rows[-1], width), flush=True)
    text = json.dumps({"context": context, "benchmarks": rows}, indent=2, allow_nan=False) + "\n"
    if options.format == "json":
        sys.stdout.write(text)
    if options.out:
        write_file(options.out, text)
    return rows


def cpu_seconds():
    return time.process_time_ns() / 1e9
