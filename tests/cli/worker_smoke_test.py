#!/usr/bin/env python3
"""One short pass of every quick cell of every native worker, verified by a target. For builds with sanitizers, where a pass is a check."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
SMALL = ["echo/connections:4/bytes:32", "gather/requests:4/delay_us:1000/bytes:64", "spawn/tasks:50", "sleep/tasks:20/wait_ms:2", "connect/tasks:4/connections:16",
         "echo/connections:4/bytes:32/wire:unix", "echo/connections:2/bytes:65536/wire:tls", "gather/requests:4/delay_us:1000/bytes:64/wire:tls",
         "keepalive/connections:4/delay_us:1000/think_us:500/bytes:64/pass_ms:20/wire:unix", "connect/tasks:2/connections:16/wire:tls_resumed",
         "echo/connections:4/bytes:32/wire:udp", "echo/connections:64/bytes:64/wire:udp", "echo/connections:3/bytes:2000/wire:udp",
         "stream/streams:3/chunks:4/interval_us:2000/wire:tls"]


def passes(worker, case):
    with tempfile.TemporaryDirectory() as folder:
        return passes_in(folder, worker, case)


def passes_in(folder, worker, case):
    name = worker.name.removeprefix("unblock-worker-")
    out = pathlib.Path(folder) / "out.json"
    run = subprocess.run([worker, f"--benchmark_filter=^{name}/{case}/", "--benchmark_min_time=0.001", f"--unblock_case={case}",
                          f"--benchmark_out={out}", "--benchmark_out_format=json"], capture_output=True, text=True, timeout=120)
    if run.returncode == 2 and re.search("has no (workload|parameter|wire) ", run.stderr):
        return None
    row = json.loads(out.read_text())["benchmarks"][0]
    problem = row.get("error_message", "") if row.get("error_occurred") else ""
    if problem.startswith("n/a: "):
        print(f"  {name}/{case}: {problem}")
        return None
    if run.returncode or problem:
        print(f"  {name}/{case}: exit code {run.returncode}, {problem}\n{run.stderr[-3000:]}")
        return False
    return True


def main():
    workers = sorted(w for w in BIN.glob("unblock-worker-*") if open(w, "rb").read(4) == b"\x7fELF")
    cells = [(worker, case) for worker in workers for case in SMALL]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:  # mostly they wait for each other
        results = [result for result in pool.map(lambda cell: passes(*cell), cells) if result is not None]
    print(f"{results.count(True)} cells passed, {results.count(False)} failed, on {len(workers)} workers")
    return 0 if results and all(results) else 1


sys.exit(main())
