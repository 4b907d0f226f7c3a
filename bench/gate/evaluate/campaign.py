"""Runs the gate many times: identical programs (aa; small-aa with the settings of small), an injected slowdown (cpu, small, io), one more
system call or allocation (counts).
Trial N takes cell N, round and round, so that `--first` continues where another call ended."""
import json
import math
import pathlib
import statistics

from gating import Bench, arguments, record, verdict_of

WORKERS = ("epoll", "asio", "libuv")


def trial(bench, question, number, baseline, candidate, benchmark, budget_s, *options):
    code, result = bench.gate(baseline, candidate, benchmark, budget_s, number, *options)
    metrics = {one["metric"]: one["verdict"] for one in result["benchmarks"][0]["metrics"]}
    time = verdict_of(result) or {}
    return {"question": question, "trial": number, "date": result["date"], "benchmark": benchmark, "exit_code": code, "verdicts": metrics,
            "ratio": time.get("ratio"), "blocks": time.get("blocks"), "spent_s": result["spent_s"], "finds": time.get("smallest_found"),
            "log_ratios": [round(one, 5) for one in time.get("log_ratios", [])]}


def numbered(options, cells):
    """(number, cell) for the trials that were asked for."""
    return [(number, cells[number % len(cells)]) for number in range(options.first, options.first + options.trials)]


def io_cells(bench):
    cells = []
    for name in WORKERS:
        worker = bench.bin / f"unblock-worker-{name}"
        if worker.exists():
            for workload in ("echo", "gather"):
                cells.append((worker, bench.list(worker, f"/{workload}/")[0]))
    return cells


def slowed(bench, worker, spin_ns):
    library = bench.slow_io()
    return [bench.wrapped(name, worker, LD_PRELOAD=library, SLOW_NS=spin) for name, spin in (("base", 0), ("slow", spin_ns))]


def io_slowdown_ns(bench, worker, cell, share):
    """Spinning at each send that makes the cell slower by `share`: a guess, twice corrected by what 12 pairs of runs show."""
    time_of = lambda program: bench.one_run(program, cell, "--benchmark_min_time=0.1")[0]
    row = time_of(worker)
    spin = row["real_time"] * {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]] / row["operations"] * share
    for _ in range(2):
        base, slow = slowed(bench, worker, int(spin))
        pairs = [math.log(time_of(slow)["real_time"] / time_of(base)["real_time"]) for _ in range(12)]
        spin *= min(3, max(1 / 3, math.log(1 + share) / max(statistics.median(pairs), 0.01)))
    return int(spin)


def remembered(path, key, make):
    """What was worked out by an earlier call for the same output."""
    known = json.loads(path.read_text()) if path.exists() else {}
    if key not in known:
        known[key] = make()
        path.write_text(json.dumps(known))
    return known[key]


def aa(bench, options):
    # Three trials of what needs no other process for one of what does: they are quicker.
    alone = [(bench.sample, name) for name in bench.list(bench.sample, ".")]
    for number, (program, cell) in numbered(options, alone * 6 + io_cells(bench)):
        yield trial(bench, "aa", number, program, program, cell, options.budget or 60, "--no-counts")


def cpu(bench, options, question="cpu 5 %", slowdown=1.05, budget_s=30, margin="5%"):
    slow = bench.wrapped("slow", bench.sample, SAMPLE_SLOWDOWN=slowdown)
    base = bench.wrapped("base", bench.sample, SAMPLE_SLOWDOWN=1.00)
    for number in range(options.first, options.first + options.trials):
        yield trial(bench, question, number, base, slow, "arithmetic/100000", options.budget or budget_s, "--margin", margin)


def small(bench, options, question="cpu 2 %", slowdown=1.02):
    return cpu(bench, options, question, slowdown, budget_s=300, margin="2%")


def small_aa(bench, options):
    return small(bench, options, "aa 2 %", slowdown=1.00)


def io(bench, options):
    for number, (worker, cell) in numbered(options, io_cells(bench)):
        spin = remembered(pathlib.Path(options.output + ".spin"), cell, lambda: io_slowdown_ns(bench, worker, cell, 0.10))
        yield trial(bench, "io 10 %", number, *slowed(bench, worker, spin), cell, options.budget or 60, "--no-counts")


def counts(bench, options):
    for number, (worker, cell) in numbered(options, io_cells(bench)):
        library = bench.slow_io()
        # The allocation counter is preloaded by the gate, and must stay in front.
        for kind in ("SLOW_SYSCALL", "SLOW_MALLOC"):
            script = 'export LD_PRELOAD="$LD_PRELOAD '
            base, more = bench.wrapped("base", worker, **{kind: 0}), bench.wrapped("more", worker, **{kind: 1})
            for path in (base, more):
                path.write_text(path.read_text().replace("exec ", f'{script}{library}"\nexec '))
            yield trial(bench, f"one more: {kind}", number, base, more, cell, options.budget or 30)


QUESTIONS = {"aa": aa, "cpu": cpu, "small": small, "small-aa": small_aa, "io": io, "counts": counts}


def main():
    options = arguments(__doc__, question={"choices": list(QUESTIONS)})
    bench = Bench(options.bin)
    for line in QUESTIONS[options.question](bench, options):
        record(options.output, line)


if __name__ == "__main__":
    main()
