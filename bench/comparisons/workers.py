"""Running workers in turn for the comparisons in this folder. Not the harness: no warm-up, no verdicts, two cells at a time."""

import json
import math
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
        announced = json.loads(self.process.stdout.readline())
        self.port, self.certificate = announced["port"], announced["certificate"]

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def syscall_tracepoint():
    """The number with which a worker counts its system calls; tracefs is mounted for the moment of reading where it is not."""
    read = "cat /sys/kernel/tracing/events/raw_syscalls/sys_enter/id"
    for command in (["sh", "-c", read], ["unshare", "-m", "sh", "-c", f"mount -t tracefs none /sys/kernel/tracing && {read}"]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode == 0:
            return int(done.stdout)
    raise SystemExit(f"system calls cannot be counted: {done.stderr.strip()}; it takes root and tracefs")


def shown(value):
    """A figure for a column of nine."""
    return f"{value:>9.0f}" if value >= 100 else f"{value:>9.3f}"


def show_row(name, ours, theirs, blocks):
    """Both medians, the ratio over the blocks with its interval, the ratio of the lowest. `name` is as wide as its column."""
    ratio, low, high = ratio_interval([a / b for a, b in blocks])
    print(f"{name}{shown(statistics.median(ours))}{shown(statistics.median(theirs))}   {ratio:.3f} [{low:.3f}, {high:.3f}]"
          f"{'':<11}{min(ours) / min(theirs):.3f}", flush=True)


# What Google Benchmark appends to a name: the same case over another wire is another cell.
SETTINGS = "(/(iterations|repeats|min_time):[^/]*|/(process_time|real_time|manual_time))*$"


def run_worker(programs, name, case, arguments, seconds, cpu=None):
    """One process of worker `name` on one case ("echo/connections:64/bytes:64"); its benchmark row and side file."""
    with tempfile.TemporaryDirectory() as folder:
        side = pathlib.Path(folder) / "side.json"
        command = [programs / f"unblock-worker-{name}", f"--unblock_case={case}", f"--unblock_side={side}",
                   f"--benchmark_filter=^{name}/{case}{SETTINGS}", "--benchmark_format=json", f"--benchmark_min_time={seconds}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, preexec_fn=pinned(cpu))
        if done.returncode != 0 or not done.stdout.startswith("{"):
            raise SystemExit(f"{name} failed on {case}: {done.stdout[-300:]}{done.stderr[-300:]}")
        row = json.loads(done.stdout)["benchmarks"][0]
        if row.get("error_occurred"):
            raise SystemExit(f"{name} failed on {case}: {row['error_message']}")
        return row, json.loads(side.read_text())


def check_claim(name, claim, report):
    """The target's count must agree with the worker's claim. What a guest cannot do, it does not claim."""
    pairs = {"connections": "connections", "tls_connections": "tls_connections", "requests": "requests", "bytes_out": "bytes_in"}
    for claimed, counted in pairs.items():
        said = claim.get(claimed, 0)
        if said != report[counted]:
            raise SystemExit(f"{name} claims {said} {claimed}, the target counted {report[counted]} {counted}")


def ratio_interval(ratios):
    """Hodges-Lehmann's estimate of a ratio, the median of all pairwise means of its logarithms, and the 95 % interval that
    inverts Wilcoxon's signed-rank test (normal approximation): Hollander, Wolfe and Chicken, Nonparametric Statistical Methods."""
    logs = [math.log(ratio) for ratio in ratios]
    n = len(logs)
    means = sorted((a + b) / 2 for i, a in enumerate(logs) for b in logs[i:])
    cut = max(0, int(n * (n + 1) / 4 - 1.96 * math.sqrt(n * (n + 1) * (2 * n + 1) / 24)))
    return tuple(math.exp(value) for value in (statistics.median(means), means[cut], means[-1 - cut]))


def in_blocks(blocks, first, second, seed):
    """Calls first, second, second, first or the other way round, `blocks` times, after one unmeasured call of each. Yields the two
    sides of a block, as means of their logarithms: a drift that is even over a block falls out."""
    order = random.Random(seed)
    first(), second()
    for _ in range(blocks):
        first_goes_first = order.random() < 0.5
        outer, inner = (first, second) if first_goes_first else (second, first)
        a, b, c, d = outer(), inner(), inner(), outer()
        sides = (math.sqrt(a * d), math.sqrt(b * c))
        yield sides if first_goes_first else sides[::-1]
