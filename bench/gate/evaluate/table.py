"""Reads the records of campaign.py and methods.py and prints Markdown tables, with 95 % intervals for the rates."""
import collections
import json
import math
import sys


def wilson(count, n, z=1.96):
    """Wilson's interval for a rate (J. Amer. Statist. Assoc. 22, 1927)."""
    if n == 0:
        return 0.0, 1.0
    p, square = count / n, z * z
    center, half = p + square / (2 * n), z * math.sqrt(p * (1 - p) / n + square / (4 * n * n))
    return max(0.0, (center - half) / (1 + square / n)), min(1.0, (center + half) / (1 + square / n))


def rate(count, n):
    low, high = wilson(count, n)
    return f"{count} of {n} ({100 * low:.1f} to {100 * high:.1f} %)"


def middle(values):
    return sorted(values)[len(values) // 2]


def kind_of(benchmark):
    for workload in ("echo", "gather"):
        if f"/{workload}/" in benchmark:
            return workload
    return "no other process"


def called(line):
    """What the campaign asks for: the time slower, or the count more; between identical programs, anything at all."""
    if line["question"].startswith("aa"):
        return line["exit_code"] == 1
    counted = {"one more: SLOW_SYSCALL": "syscalls_per_op", "one more: SLOW_MALLOC": "allocations_per_op"}.get(line["question"])
    return line["verdicts"].get(counted) == "more" if counted else line["verdicts"].get("real_time") == "slower"


NAMES = {"aa": "identical programs", "aa 2 %": "identical programs, `--margin 2%`", "cpu 2 %": "2 % more work, `--margin 2%`", "cpu 5 %": "5 % more work",
         "io 10 %": "10 % by spinning at each send", "one more: SLOW_SYSCALL": "one more system call",
         "one more: SLOW_MALLOC": "one more allocation"}


def campaign_row(question, kind, lines):
    n, ratios = len(lines), [line["ratio"] for line in lines if line["ratio"]]
    undecided = sum(line["verdicts"].get("real_time") == "cannot-tell" for line in lines)
    print(f"| {NAMES.get(question, question)} | {kind} | {rate(sum(map(called, lines)), n)} | {'-' if question.startswith('one more') else undecided} | {100 * (middle(ratios) - 1):+.1f} % "
          f"| {middle([line['spent_s'] for line in lines]):.0f} s, {max(line['spent_s'] for line in lines):.0f} s | {middle([line['blocks'] or 0 for line in lines])} |")


def campaign_table(lines):
    groups = collections.defaultdict(list)
    for line in lines:
        groups[line["question"], kind_of(line["benchmark"])].append(line)
        groups[line["question"], "together"].append(line)
    print("| question | benchmarks | called slower, or more | undecided | median change | time: median, most | median blocks |\n|---|---|---|--:|--:|--:|--:|")
    for (question, kind), chosen in sorted(groups.items()):
        if kind != "together" or len({key for key in groups if key[0] == question}) > 2:
            campaign_row(question, kind, chosen)


def methods_table(lines):
    print("| method | false alarms | misses | cannot tell |\n|---|---|---|--:|")
    for method in ("gate", "compare.py", "means", "all A then all B"):
        same, slower = [line for line in lines if line["truth"] == "same"], [line for line in lines if line["truth"] == "slower"]
        print(f"| {method} | {rate(sum(line[method] == 'slower' for line in same), len(same))} | {rate(sum(line[method] == 'same' for line in slower), len(slower))} "
              f"| {sum(line[method] == 'cannot tell' for line in lines)} |")


def main():
    lines = [json.loads(line) for path in sys.argv[1:] for line in open(path)]
    methods = [line for line in lines if line["question"] == "methods"]
    others = [line for line in lines if line["question"] != "methods"]
    if others:
        campaign_table(others)
    if methods:
        methods_table(methods)


if __name__ == "__main__":
    main()
