#!/usr/bin/env python3
"""Fails every system call of our programs in turn, one in each run, and looks at what is left.

  faults.py [--all [--part N/M]] [--jobs N] [--list] [SCENARIO ...]

Without --all an even sample of the calls of most scenarios. After each fault: the program ended by itself with an exit code
it promises, said one sentence where it could not do its work, left no process and no file behind, and what was stored is
whole. Prints how many faults were injected; exit 1 when one of them broke a promise."""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from scenarios import SCENARIOS

INJECT = pathlib.Path(os.environ["UNBLOCK_BIN"]) / "unblock-inject"
# What a call of each kind may fail with on a real machine.
FAULTS = {
    "open": ["EMFILE", "ENFILE", "EACCES", "EIO", "EINTR", "ENOMEM"], "read": ["EIO", "EINTR", "ENOMEM"],
    "write": ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EINTR", "short"], "fsync": ["EIO", "ENOSPC"], "rename": ["EACCES", "EIO", "ENOSPC", "EXDEV"],
    "unlink": ["EACCES", "EROFS"], "mkdir": ["ENOSPC", "EACCES"], "stat": ["EACCES", "EIO", "ENOMEM"], "mode": ["EPERM", "EIO"], "fork": ["EAGAIN", "ENOMEM"],
    "exec": ["ENOMEM", "EACCES"], "wait": ["EINTR"], "pipe": ["EMFILE", "ENFILE"], "socket": ["EMFILE", "ENOBUFS"], "poll": ["EINTR", "ENOMEM"],
    "duplicate": ["EMFILE", "EINTR"], "memory": ["ENOMEM"], "limits": ["EPERM", "EINVAL"], "process": ["EMFILE", "ENOMEM"], "folder": ["EIO", "EACCES"],
}
ANYWHERE = ["KILL"]  # as well, at every call
SAMPLE = 12  # faults of each scenario without --all

Fault = collections.namedtuple("Fault", "kind nth error")
Run = collections.namedtuple("Run", "report stdout stderr folder")


def run(scenario, folder, fault=None):
    """One run in a folder of its own; the supervisor's report and what was printed."""
    work, scratch = folder / "work", folder / "tmp"
    work.mkdir()
    scratch.mkdir()
    scenario.prepare(work)
    options = ["--kind", fault.kind, "--nth", str(fault.nth), "--fault", fault.error] if fault else []
    if scenario.inside:
        options += ["--in", scenario.inside]
    command = [INJECT, "--report", folder / "report.json", *options, "--", *map(str, scenario.command(work))]
    environment = {**os.environ, "TMPDIR": str(scratch), "CI": "1", "LC_ALL": "C", "ASAN_OPTIONS": "detect_leaks=0"}
    result = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, errors="replace", timeout=120, stdin=subprocess.DEVNULL)
    if result.returncode == 77:
        print(result.stderr, end="")
        sys.exit(77)
    if result.returncode != 0:
        raise RuntimeError(f"the injector failed: {result.stderr}")
    return Run(json.loads((folder / "report.json").read_text()), result.stdout, result.stderr, folder)


def never_started(outcome):
    """The dynamic loader met the fault: nothing of ours had begun."""
    return outcome.report["exit"] == 127 and ("shared libraries" in outcome.stderr or not outcome.stderr)


def complaints(scenario, fault, outcome):
    """What is wrong after this fault; empty where all promises held."""
    report, killed = outcome.report, fault.error == "KILL"
    wrong = []
    if report["hung"]:
        wrong.append("did not end")
    if report["left"]:
        wrong.append(f"left {report['left']} processes")
    if report["signal"] and not killed:
        wrong.append(f"died of signal {report['signal']}")
    elif not report["hung"] and not report["signal"] and report["exit"] not in scenario.done | {2}:
        wrong.append(f"exit code {report['exit']}")
    said = [line for line in outcome.stderr.splitlines() if line.strip()]
    stray = [line for line in said if not line.startswith("unblock")]
    if report["exit"] == 2 and not said and not outcome.stdout.strip() and fault.kind != "write":  # the sentence itself may be what could not be written
        wrong.append("failed without a word")
    if report["exit"] == 2 and stray and not scenario.talks:
        wrong.append(f"said {stray[0]!r}")
    if not killed:
        wrong += [f"left '{path.name}' in the temporary folder" for path in sorted((outcome.folder / "tmp").iterdir()) if not scenario.keeps(path)]
        wrong += [f"left '{name}'" for name in scenario.strays(outcome.folder / "work")]
    wrong += scenario.damage(outcome.folder / "work", outcome.folder / "tmp", report["exit"] in scenario.done and not killed)
    return wrong


def try_one(scenario, fault):
    with tempfile.TemporaryDirectory(prefix="unblock-faults-") as name:
        outcome = run(scenario, pathlib.Path(name), fault)
        if not outcome.report["injected"] or never_started(outcome):
            return None
        return complaints(scenario, fault, outcome), outcome.stderr


def part_of(text):
    """"2/5" as a slice: the second of five parts."""
    number, parts = map(int, text.split("/"))
    if not 1 <= number <= parts:
        raise ValueError(text)
    return slice(number - 1, None, parts)


def faults_of(scenario, everything, part):
    with tempfile.TemporaryDirectory(prefix="unblock-faults-") as name:
        outcome = run(scenario, pathlib.Path(name))
        wrong = complaints(scenario, Fault("", 0, ""), outcome)
        if wrong or outcome.report["exit"] not in scenario.done:
            sys.exit(f"{scenario.name} fails without a fault: {wrong} exit {outcome.report['exit']}\n{outcome.stderr}")
    counts = {kind: count for kind, count in outcome.report["counts"].items() if not scenario.kinds or kind in scenario.kinds}
    every = [Fault(kind, nth, error) for kind, count in counts.items() for nth in range(1, count + 1) for error in FAULTS[kind] + ANYWHERE]
    step = max(1, len(every) // SAMPLE)
    return every[part] if everything else every[step // 2::step]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all", action="store_true", help="every call of every kind")
    parser.add_argument("--part", type=part_of, default="1/1", metavar="N/M", help="with --all: the N-th of M parts of each scenario's faults")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--list", action="store_true", help="name the scenarios")
    parser.add_argument("scenarios", nargs="*")
    options = parser.parse_args()
    wanted = [scenario for scenario in SCENARIOS if (scenario.name in options.scenarios if options.scenarios else options.all or scenario.in_sample)]
    chosen = [scenario for scenario in wanted if scenario.available()]
    if options.list:
        print("\n".join(scenario.name for scenario in chosen))
        return 0
    total, broken = 0, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for scenario in chosen:
            faults = faults_of(scenario, options.all, options.part)
            injected = 0
            for fault, outcome in zip(faults, pool.map(lambda one: try_one(scenario, one), faults)):
                if outcome is None:
                    continue
                injected += 1
                if outcome[0]:
                    broken += 1
                    print(f"{scenario.name}, {fault.kind} number {fault.nth} fails with {fault.error}: {'; '.join(outcome[0])}\n    {outcome[1].strip()[:400]}", flush=True)
            print(f"{scenario.name}: {injected} faults", flush=True)
            total += injected
    print(f"{total} faults injected in {len(chosen)} scenarios, {broken} broke a promise")
    return 1 if broken or total == 0 else 0


sys.exit(main())
