#!/usr/bin/env python3
"""Programs whose loops never stall, watched for a long time: every stall that is told of is a false one.

  python3 watch/benchmark/false_stalls.py BUILD_FOLDER [SECONDS] [CASE...]

idle      a loop that waits most of the time
busy      a loop that always has something to do
loaded    the same beside as many programs as there are processors, which use all of them
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
HELD = []  # from when to when the program was held
FREEZER = pathlib.Path(f"/sys/fs/cgroup/freezer/unblock-false-stalls-{os.getpid()}")


def start(kind, out, inside_of=None):
    """Starts a watched loop; with `inside_of` in that control group, which its child inherits."""
    def enter():
        (inside_of / "cgroup.procs").write_text("0")
    return subprocess.Popen([BIN / "unblock-watch", "-o", out, "--", BIN / "watched-quiet", kind, str(int(SECONDS * 1000))],
                            preexec_fn=enter if inside_of else None, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def child_of(watcher):
    """A handle of the watched program: its number alone may name another process by the time a signal is sent."""
    children = pathlib.Path(f"/proc/{watcher.pid}/task/{watcher.pid}/children")
    while watcher.poll() is None:
        if found := children.read_text().split():
            try:
                handle = os.pidfd_open(int(found[0]))
            except ProcessLookupError:
                continue
            if found[0] in children.read_text().split():
                return handle
            os.close(handle)
        time.sleep(0.01)
    raise SystemExit("the watcher ended before its program was found")


def again_and_again(watcher, hold, release):
    """Holds for up to a second, every second or so; the number of times."""
    times = 0
    while watcher.poll() is None:
        time.sleep(random.uniform(0.05, 1.5))
        if watcher.poll() is not None:
            break
        began = time.monotonic()
        hold()
        try:
            time.sleep(random.uniform(0.02, 1))
        finally:
            release()
        HELD.append((began, time.monotonic()))
        times += 1
    return times


def nearest_hold(at_s):
    """What the program was held for next to a time of the monotonic clock."""
    near = min(HELD, key=lambda held: abs(held[0] - at_s), default=None)
    return f", {1e3 * (at_s - near[0]):+.1f} ms from the begin of a hold of {1e3 * (near[1] - near[0]):.1f} ms" if near else ""


def stopped(kind, out):
    watcher = start(kind, out)
    child = child_of(watcher)

    def send(which):
        try:
            signal.pidfd_send_signal(child, which)
        except ProcessLookupError:
            pass
    times = again_and_again(watcher, lambda: send(signal.SIGSTOP), lambda: send(signal.SIGCONT))
    os.close(child)
    return f"{times} stops"


def slept(kind, out):
    FREEZER.mkdir()
    try:
        state = FREEZER / "freezer.state"
        watcher = start(kind, out, inside_of=FREEZER)
        times = again_and_again(watcher, lambda: state.write_text("FROZEN"), lambda: state.write_text("THAWED"))
        watcher.wait()
    finally:
        FREEZER.rmdir()
    return f"{times} sleeps"


def loaded(kind, out):
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        start(kind, out).wait()
    finally:
        for other in others:
            other.kill()
            other.wait()
    return f"{len(others)} other programs"


def alone(kind, out):
    start(kind, out).wait()
    return ""


CASES = {"idle": ("idle", alone), "busy": ("busy", alone), "loaded": ("busy", loaded), "stopped": ("steady", stopped), "slept": ("steady", slept)}


def main():
    for case in sys.argv[3:] or CASES:
        kind, watch = CASES[case]
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "seen.json"
            began = time.monotonic()
            did = watch(kind, out)
            seen = json.loads(out.read_text())
            turns = sum(loop["turns"] for loop in seen["loops"])
            print(f"| {case} | {time.monotonic() - began:.0f} s | {turns:,} | {did} | {seen['stall_count']} | {1e3 * seen['starved_s']:.0f} ms |", flush=True)
            for place in seen["places"]:
                print(f"    false: {place['count']} stalls, longest {1e3 * place['longest_s']:.1f} ms, {100 * place['parked_share']:.0f} % parked, {json.dumps(place['chain'])}")
            for stall in seen["stalls"]:  # the watch begins some milliseconds after `began`
                print(f"    {1e3 * stall['length_s']:.1f} ms at {stall['start_s']:.3f} s{nearest_hold(began + stall['start_s'])}", flush=True)


main()
