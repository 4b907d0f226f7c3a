"""The same benchmarks, the same time, four ways to decide between equal programs and with 5 % injected: the gate;
compare.py's Mann-Whitney test at its default of 0.05
after all repetitions of A and then of B in one process each; means with their standard deviations after the same runs, as
one reads hyperfine; and all of A then all of B in fresh processes, judged by the gate's rule for stored results."""
import json
import math
import statistics
import subprocess

from gating import Bench, arguments, record, verdict_of

WORDS = {"slower": "slower", "within-margin": "same", "cannot-tell": "cannot tell"}


def mann_whitney_p(a, b):
    """Two-sided, normal approximation with continuity correction, as scipy.stats.mannwhitneyu does for samples like these."""
    n, m = len(a), len(b)
    u = sum(1.0 if y > x else 0.5 if y == x else 0.0 for x in a for y in b)
    spread = math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(max(abs(u - n * m / 2) - 0.5, 0) / spread / math.sqrt(2))


def repetitions(bench, program, cell, seconds):
    count = max(int(seconds / 0.12), 10)
    rows = bench.one_run(program, cell, "--benchmark_min_time=0.1", f"--benchmark_repetitions={count}")
    return [row["real_time"] for row in rows]


def by_compare_py(a, b):
    significant = mann_whitney_p(a, b) < 0.05
    return "slower" if significant and statistics.median(b) > statistics.median(a) else "same"


def by_means(a, b):
    ratio = statistics.mean(b) / statistics.mean(a)
    spread = ratio * math.hypot(statistics.stdev(a) / statistics.mean(a), statistics.stdev(b) / statistics.mean(b))
    return "slower" if ratio - spread > 1 else "same"


def in_turn(bench, base, new, cell, seconds):
    """All of A, then all of B, fresh processes; judged by the gate."""
    files = []
    for name, program in (("a", base), ("b", new)):
        rows = []
        for _ in range(max(int(seconds / 2 / 0.13), 10)):
            rows += bench.one_run(program, cell, "--benchmark_min_time=0.1")
        files.append(bench.scratch / f"{name}.json")
        files[-1].write_text(json.dumps({"context": {}, "benchmarks": rows}))
    done = subprocess.run([bench.bin / "unblock-bench", "gate", *files, "--format", "json"], capture_output=True, text=True)
    return WORDS[verdict_of(json.loads(done.stdout))["verdict"]]


def trial(bench, number, truth, base, new, cell, seconds):
    a, b = repetitions(bench, base, cell, seconds / 2), repetitions(bench, new, cell, seconds / 2)
    _, result = bench.gate(base, new, cell, seconds, number)
    said = WORDS[verdict_of(result)["verdict"]]
    return {"question": "methods", "trial": number, "benchmark": cell, "truth": truth, "gate": said, "compare.py": by_compare_py(a, b), "means": by_means(a, b),
            "all A then all B": in_turn(bench, base, new, cell, seconds), "spent_s": result["spent_s"]}


def main():
    options = arguments(__doc__, **{"--slowdown": {"type": float, "default": 1.05}})
    bench = Bench(options.bin)
    base = bench.wrapped("base", bench.sample, SAMPLE_SLOWDOWN=1.00)
    slow = bench.wrapped("slow", bench.sample, SAMPLE_SLOWDOWN=options.slowdown)
    for number in range(options.first, options.first + options.trials):
        cell = ("arithmetic/100000", "pipe_trip")[number % 2]
        for truth, new in (("same", base), ("slower", slow)):
            record(options.output, trial(bench, number, truth, base, new, cell, options.budget or 30))


if __name__ == "__main__":
    main()
