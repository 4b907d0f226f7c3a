"""Runs the gate many times: identical programs (aa), an injected slowdown (cpu, io), one more system call or allocation (counts)."""
import itertools

from gating import Bench, arguments, record, verdict_of

WORKERS = ("epoll", "asio", "libuv")


def trial(bench, question, number, baseline, candidate, benchmark, budget_s, *options):
    code, result = bench.gate(baseline, candidate, benchmark, budget_s, number, *options)
    metrics = {one["metric"]: one["verdict"] for one in result["benchmarks"][0]["metrics"]}
    time = verdict_of(result) or {}
    return {"question": question, "trial": number, "date": result["date"], "benchmark": benchmark, "exit_code": code, "verdicts": metrics,
            "ratio": time.get("ratio"), "blocks": time.get("blocks"), "spent_s": result["spent_s"], "finds": time.get("smallest_found")}


def io_cells(bench):
    for name in WORKERS:
        worker = bench.bin / f"unblock-worker-{name}"
        if worker.exists():
            for workload in ("echo", "gather"):
                yield worker, bench.list(worker, f"/{workload}/")[0]


def io_slowdown_ns(bench, worker, cell, share):
    """Spinning that makes one send dearer by `share` of the time between two of them."""
    row = bench.one_run(worker, cell, "--benchmark_min_time=0.5")[0]
    scale = {"ns": 1, "us": 1e3, "ms": 1e6, "s": 1e9}[row["time_unit"]]
    return int(row["real_time"] * scale / row.get("operations", 1) * share)


def aa(bench, options):
    cells = [(bench.sample, name) for name in bench.list(bench.sample, ".")] + list(io_cells(bench))
    for number, (program, cell) in zip(range(options.first, options.first + options.trials), itertools.cycle(cells)):
        yield trial(bench, "aa", number, program, program, cell, options.budget or 60, "--no-counts")


def cpu(bench, options):
    slow = bench.wrapped("slow", bench.sample, SAMPLE_SLOWDOWN=1.05)
    base = bench.wrapped("base", bench.sample, SAMPLE_SLOWDOWN=1.00)
    for number in range(options.first, options.first + options.trials):
        yield trial(bench, "cpu 5 %", number, base, slow, "arithmetic/100000", options.budget or 30)


def io(bench, options):
    cells = list(io_cells(bench))
    for number, (worker, cell) in zip(range(options.first, options.first + options.trials * len(cells)), itertools.cycle(cells)):
        spin = io_slowdown_ns(bench, worker, cell, 0.10)
        library = bench.slow_io()
        base, slow = bench.wrapped("base", worker, LD_PRELOAD=library, SLOW_NS=0), bench.wrapped("slow", worker, LD_PRELOAD=library, SLOW_NS=spin)
        yield trial(bench, "io 10 %", number, base, slow, cell, options.budget or 60, "--no-counts")


def counts(bench, options):
    cells = list(io_cells(bench))
    for number, (worker, cell) in zip(range(options.first, options.first + options.trials), itertools.cycle(cells)):
        library = bench.slow_io()
        # The allocation counter is preloaded by the gate, and must stay in front.
        for kind in ("SLOW_SYSCALL", "SLOW_MALLOC"):
            script = 'export LD_PRELOAD="$LD_PRELOAD '
            base, more = bench.wrapped("base", worker, **{kind: 0}), bench.wrapped("more", worker, **{kind: 1})
            for path in (base, more):
                path.write_text(path.read_text().replace("exec ", f'{script}{library}"\nexec '))
            yield trial(bench, f"one more: {kind}", number, base, more, cell, options.budget or 30)


def main():
    options = arguments(__doc__, question={"choices": ["aa", "cpu", "io", "counts"]})
    bench = Bench(options.bin)
    for line in {"aa": aa, "cpu": cpu, "io": io, "counts": counts}[options.question](bench, options):
        record(options.output, line)


if __name__ == "__main__":
    main()
