#!/usr/bin/env python3
"""make_large.py FOLDER: a result file with 100,000 rounds and a SARIF file with 5,000 findings, the same every time.

Nothing in them was measured: they are there to see how a page of this size opens (open_time.mjs)."""
import json
import math
import pathlib
import random
import sys

RUNTIMES = {"epoll": 3000, "asio": 3600, "asio_uring": 3300, "libuv": 3900, "thread": 7000}
WORKLOADS = ("echo", "gather", "connect", "stream")
ROUNDS = 5000  # 5 runtimes x 4 workloads x 5000 = 100,000 points
FINDINGS = 5000


def results(dice: random.Random) -> dict:
    cells, rows = [], []
    for workload in WORKLOADS:
        for runtime, base in RUNTIMES.items():
            index = len(cells)
            name = f"{runtime}/{workload}/connections:64"
            times = []
            for number in range(ROUNDS):
                drift = 1 + 0.02 * math.sin(number / 700) + (0.3 if dice.random() < 0.001 else 0)
                times.append(base * drift * dice.lognormvariate(0, 0.01))
                rows.append({"name": name, "run_name": name, "run_type": "iteration", "iterations": 1000, "real_time": round(times[-1], 2),
                             "cpu_time": round(times[-1] * 0.9, 2), "time_unit": "ns",
                             "unblock": {"cell": index, "round": number, "started_s": number * 0.5 + index * 0.02}})
            times.sort()
            low, middle, high = (times[int(ROUNDS * share)] for share in (0.49, 0.5, 0.51))
            latency = [value for step in range(60) for value in
                       (round(base * 1.1**step), round(base * 1.1 ** (step + 1)), int(1e5 * math.exp(-((step - 15) ** 2) / 40)))]
            cells.append({"name": name, "runtime": runtime, "workload": workload, "arguments": [["connections", "64"]], "placement": "two-cores",
                          "metrics": {"time_ns_per_op": [low, middle, high], "cpu_ns_per_op": [low * 0.9, middle * 0.9, high * 0.9],
                                      "rss_peak_bytes": [base * 3000] * 3}, "latency": latency})
    return {"context": {"date": "2026-01-01T00:00:00Z"}, "benchmarks": rows, "unblock": {"schema": 1, "suite": "large", "cells": cells}}


def place(dice: random.Random, message: str = "") -> dict:
    number = dice.randrange(400)  # a dozen findings in each file
    file = f"src/part_{number % 40}/file_{number}.cc"
    line = dice.randrange(3, 900)
    lines = [f"  step_{line}(connection, buffer);" for line in range(line - 2, line + 3)]
    location = {"physicalLocation": {"artifactLocation": {"uri": file}, "region": {"startLine": line, "startColumn": 3},
                                     "contextRegion": {"startLine": line - 2, "snippet": {"text": "\n".join(lines)}}}}
    return {**location, "message": {"text": message}} if message else location


def findings(dice: random.Random) -> dict:
    found = []
    for number in range(FINDINGS):
        chain = [{"location": place(dice, f"step {step} calls step {step + 1}")} for step in range(3)]
        found.append({"ruleId": f"async-check-{number % 15}", "level": ("error", "warning", "note")[number % 3],
                      "message": {"text": f"'call_{number}' waits, and the coroutine 'serve_{number % 97}' runs on the event loop"},
                      "locations": [place(dice)], "codeFlows": [{"threadFlows": [{"locations": chain}]}]})
    return {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "large"}}, "results": found}]}


def main() -> None:
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(7)
    (folder / "large.json").write_text(json.dumps(results(dice)))
    (folder / "large.sarif").write_text(json.dumps(findings(dice)))


if __name__ == "__main__":
    main()
