#!/usr/bin/env python3
"""Do the report and the gate say the same about two files? agreement.py [PAIRS] writes pairs of results whose truth is known, asks
both, and compares case by case: the gate's JSON, the report's JUnit and its Markdown. Prints a Markdown row; exit 1 on the first
contradiction, or where equal files are called slower more often than the gate promises."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

BIN = pathlib.Path(os.environ.get("UNBLOCK_BIN", "build/release/bin"))
PROMISED = 0.01
EFFECTS = (0, 0, 0, 0.02, 0.08, 0.3, -0.1)


def results(draw, times, repetitions, spread):
    rows = []
    for family, (name, time) in enumerate(times.items()):
        for i in range(repetitions):
            value = time * (1 + draw.gauss(0, spread))
            rows.append({"name": name, "run_name": name, "family_index": family, "run_type": "iteration", "repetitions": repetitions,
                         "repetition_index": i, "threads": 1, "iterations": 10, "real_time": value, "cpu_time": value, "time_unit": "ns"})
    return json.dumps({"context": {"date": "2026-03-01T10:00:00+00:00", "num_cpus": 2}, "benchmarks": rows})


def pair(draw, equal):
    names = [f"BM_{i}/{draw.choice((8, 64))}" for i in range(draw.choice((1, 4, 12)))]
    before = {name: draw.uniform(10, 1e6) for name in names}
    now = {name: time * (1 + (0 if equal else draw.choice(EFFECTS))) for name, time in before.items()}
    repetitions, spread = draw.choice((1, 6, 12, 20)), draw.choice((0.002, 0.01, 0.03))
    return results(draw, before, repetitions, spread), results(draw, now, repetitions, spread)


def run(*arguments):
    return subprocess.run([str(one) for one in arguments], capture_output=True, text=True, timeout=60)


def said_by_gate(base, new):
    done = run(BIN / "unblock-bench", "gate", base, new, "--format", "json")
    words = {"slower": "failure", "cannot-tell": "skipped", "within-margin": ""}
    return {one["name"]: words[one["metrics"][0]["verdict"]] for one in json.loads(done.stdout)["benchmarks"]}, done.returncode


def said_by_report(base, new):
    done = run(BIN / "unblock-report", base, new, "--format", "junit", "-o", "/dev/stdout")
    cases = ElementTree.fromstring(done.stdout).iterfind("testsuite/testcase[@classname='unblock.gate']")
    return {case.get("name"): "failure" if case.find("failure") is not None else "skipped" if case.find("skipped") is not None else "" for case in cases}


def slower_in_markdown(base, new):
    return run(BIN / "unblock-report", base, new, "--format", "markdown", "-o", "/dev/stdout").stdout.count("**SLOWER**")


def main():
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    draw = random.Random(20261127)
    contradictions = alarms = equal_pairs = benchmarks = 0
    with tempfile.TemporaryDirectory() as folder:
        base, new = pathlib.Path(folder) / "base.json", pathlib.Path(folder) / "new.json"
        for i in range(pairs):
            equal = i % 2 == 0
            for path, text in zip((base, new), pair(draw, equal)):
                path.write_text(text)
            gate, code = said_by_gate(base, new)
            report = said_by_report(base, new)
            slower = sum(word == "failure" for word in gate.values())
            benchmarks += len(gate)
            if gate != report or slower != slower_in_markdown(base, new) or (code == 1) != (slower > 0):
                contradictions += 1
                print(f"pair {i}: the gate says {gate}, the report {report}", file=sys.stderr)
            equal_pairs += equal
            alarms += equal and slower > 0
    print(f"| {pairs} pairs, {benchmarks} benchmarks | {contradictions} contradictions | {alarms} of {equal_pairs} equal pairs called slower |")
    return 1 if contradictions or alarms > max(1, 2 * PROMISED * equal_pairs) else 0


if __name__ == "__main__":
    sys.exit(main())
