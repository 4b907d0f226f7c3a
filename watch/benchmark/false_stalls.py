#!/usr/bin/env python3
"""Programs whose loops never stall, watched for a long time: every stall that is told of is a false one.

  python3 watch/benchmark/false_stalls.py BUILD_FOLDER [SECONDS] [CASE...]

idle      a loop that waits most of the time
busy      a loop that always has something to do
loaded    the same beside two programs that use all processors
stopped   a loop that works a third of the time, stopped and continued again and again (SIGSTOP, SIGCONT)
slept     the same with its watcher, both frozen again and again as when the machine sleeps (needs root and the freezer of control groups)
"""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

BIN = pathlib.Path(sys.argv[1]).resolve() / "bin"
SECONDS = float(sys.argv[2]) if len(sys.argv) > 2 else 600
FREEZER = pathlib.Path("/sys/fs/cgroup/freezer/unblock-false-stalls")


def start(kind, out):
    return subprocess.Popen([BIN / "unblock-watch", "-o", out, "--", BIN / "watched-quiet", kind, str(int(SECONDS * 1000))],
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def child_of(watcher):
    while True:
        children = pathlib.Path(f"/proc/{watcher.pid}/task/{watcher.pid}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.01)


def again_and_again(watcher, hold, release):
    """Holds for up to a second, every second or so; the number of times."""
    times = 0
    while watcher.poll() is None:
        time.sleep(random.uniform(0.05, 1.5))
        if watcher.poll() is not None:
            break
        hold()
        time.sleep(random.uniform(0.02, 1))
        release()
        times += 1
    return times


def stopped(watcher):
    child = child_of(watcher)

    def send(which):
        try:
            os.kill(child, which)
        except ProcessLookupError:
            pass
    return f"{again_and_again(watcher, lambda: send(signal.SIGSTOP), lambda: send(signal.SIGCONT))} stops"


def slept(watcher):
    FREEZER.mkdir(exist_ok=True)
    state = FREEZER / "freezer.state"
    for process in (watcher.pid, child_of(watcher)):
        (FREEZER / "cgroup.procs").write_text(str(process))
    times = again_and_again(watcher, lambda: state.write_text("FROZEN"), lambda: state.write_text("THAWED"))
    watcher.wait()
    FREEZER.rmdir()
    return f"{times} sleeps"


def loaded(watcher):
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(2)]
    watcher.wait()
    for other in others:
        other.kill()
        other.wait()
    return "2 other programs"


def nothing(watcher):
    watcher.wait()
    return ""


CASES = {"idle": ("idle", nothing), "busy": ("busy", nothing), "loaded": ("busy", loaded), "stopped": ("steady", stopped), "slept": ("steady", slept)}


def main():
    for case in sys.argv[3:] or CASES:
        kind, disturb = CASES[case]
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "seen.json"
            began = time.monotonic()
            watcher = start(kind, out)
            did = disturb(watcher)
            watcher.wait()
            seen = json.loads(out.read_text())
            turns = sum(loop["turns"] for loop in seen["loops"])
            print(f"| {case} | {time.monotonic() - began:.0f} s | {turns:,} | {did} | {seen['stall_count']} | {1e3 * seen['starved_s']:.0f} ms |", flush=True)
            for place in seen["places"]:
                print(f"    false: {place['count']} stalls, longest {1e3 * place['longest_s']:.1f} ms, {json.dumps(place['chain'])}")


main()
