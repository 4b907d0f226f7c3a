#!/usr/bin/env python3
"""How often each mistake of the seeded programs is seen, named and told parked from computing.

  python3 watch/benchmark/kinds.py BUILD_FOLDER [REPETITIONS]

A row for each kind of loop, and below it each mistake that was not always right.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

BIN = pathlib.Path(sys.argv[1]).resolve() / "bin"
REPETITIONS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
PROGRAMS = pathlib.Path(__file__).resolve().parents[2] / "tests/watch/programs"
MISTAKES = re.findall(r"^MISTAKE mistake_(\w+)\(", (PROGRAMS / "mistakes.cc").read_text(), re.MULTILINE)
COMPUTING = {"computation", "sort"}
LOOPS = ("epoll", "poll", "select", "io_uring", "asio", "libuv", "libevent")


def shares(loop):
    """The parked share of each mistake that was named in one run."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "seen.json"
        subprocess.run([BIN / "unblock", "watch", "--threshold", "20ms", "-o", out, "--", BIN / f"watched-{loop}"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        places = json.loads(out.read_text())["places"]
    found = {}
    for place in places:
        name = re.search(r"mistake_(\w+)", place["chain"][place["culprit"]]["function"]) if place["chain"] else None
        if name:
            found[name.group(1)] = place["parked_share"]
    return found


def main():
    all_seen = all_right = all_of = 0
    for loop in LOOPS:
        if not (BIN / f"watched-{loop}").exists():
            continue
        missed, wrong = [], []
        for _ in range(REPETITIONS):
            found = shares(loop)
            missed += [mistake for mistake in MISTAKES if mistake not in found]
            wrong += [(mistake, share) for mistake, share in found.items() if (share < 0.5) != (mistake in COMPUTING)]
        stalls = REPETITIONS * len(MISTAKES)
        seen = stalls - len(missed)
        print(f"| {loop} | {stalls} | {seen} | {seen - len(wrong)} |", flush=True)
        for what in missed + [f"{mistake}: parked {share:.2f}" for mistake, share in wrong]:
            print(f"    {what}")
        all_seen, all_right, all_of = all_seen + seen, all_right + seen - len(wrong), all_of + stalls
    print(f"| all | {all_of} | {all_seen} | {all_right} |  {100 * all_right / max(1, all_seen):.2f} % of those seen told apart rightly")


main()
