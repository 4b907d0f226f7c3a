#!/usr/bin/env python3
"""CPU time and peak memory of unblock-lint against `clang++-22 -fsyntax-only`, on the same files with the same flags.

speed.py --lint PROGRAM -p BUILD_DIR [--rounds N] [--limit N]
Takes the files of a compile database. Each round runs every tool on every file, in a new order, one process at a time;
the figure of a tool is the median over rounds of its sum of user and system time.
"""

import argparse
import json
import os
import random
import resource
import shlex
import statistics
import subprocess
from pathlib import Path


def commands(build: Path, limit: int) -> list[tuple[str, str, list[str]]]:
    """Directory, file and flags (without compiler, output and -c) of each entry."""
    found = []
    for entry in json.loads((build / "compile_commands.json").read_text()):
        arguments = entry.get("arguments") or shlex.split(entry["command"])
        flags, skip = [], False
        for argument in arguments[1:]:
            if skip or argument in ("-c", entry["file"]):
                skip = False
            elif argument == "-o":
                skip = True
            else:
                flags.append(argument)
        found.append((entry["directory"], entry["file"], flags))
    return found[:limit] if limit else found


def measure(command: list[str], folder: str) -> tuple[float, int]:
    """User and system seconds of a process and its children, and the peak memory in KiB."""
    pid = os.fork()
    if pid == 0:
        os.chdir(folder)
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os.execvp(command[0], command)
    _, _, usage = os.wait4(pid, 0)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def compiles(folder: str, file: str, flags: list[str]) -> bool:
    return subprocess.run(["clang++-22", "-w", "-fsyntax-only", *flags, file], cwd=folder, capture_output=True, check=False).returncode == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", required=True)
    parser.add_argument("-p", dest="build", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=int, default=0, help="only the first N files")
    options = parser.parse_args()
    work = [w for w in commands(options.build, options.limit) if compiles(*w)]
    tools = {
        "clang++-22 -fsyntax-only": lambda file, flags: ["clang++-22", "-w", "-fsyntax-only", *flags, file],
        "unblock-lint": lambda file, flags: [options.lint, "-j1", "-q", file, "--", *flags],
    }
    seconds: dict[str, list[float]] = {name: [] for name in tools}
    memory = dict.fromkeys(tools, 0)
    for _ in range(options.rounds):
        sums = dict.fromkeys(tools, 0.0)
        runs = [(name, entry) for name in tools for entry in work]
        random.shuffle(runs)
        for name, (folder, file, flags) in runs:
            spent, peak = measure(tools[name](file, flags), folder)
            sums[name] += spent
            memory[name] = max(memory[name], peak)
        for name, total in sums.items():
            seconds[name].append(total)
    base = statistics.median(seconds["clang++-22 -fsyntax-only"])
    print(f"{len(work)} files, {options.rounds} rounds, {os.cpu_count()} cores, {resource.getpagesize()} byte pages")
    for name in tools:
        middle = statistics.median(seconds[name])
        print(f"{name:26} {middle:8.2f} s CPU  {middle / base:5.2f} of clang  {memory[name] / 1024:6.0f} MiB peak")


if __name__ == "__main__":
    main()
