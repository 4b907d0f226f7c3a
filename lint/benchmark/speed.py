#!/usr/bin/env python3
"""CPU time and peak memory of unblock-lint against `clang++-22 -fsyntax-only`, on the same files with the same flags.

speed.py --lint PROGRAM -p BUILD_DIR [--every N] [--turns N]       the files of a compile database
speed.py --lint PROGRAM --asio CHECKOUT [--every N] [--turns N]    the examples of Asio, -std=c++20, Asio's headers as system headers

The tools run in turn, A B B A …, one process at a time: clang++ once per file, unblock-lint once over all of them with -j1, once
more without any check, and once per file. A figure is the median over the turns of the sum of user and system time; a ratio is the
median over the turns of that turn's ratio, with the smallest and the largest behind it.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import tempfile
from pathlib import Path

CLANG, ALL, NO_CHECKS, SINGLE = "clang++-22 -fsyntax-only", "unblock-lint", "unblock-lint, no checks", "unblock-lint, file by file"
SHARED = "unblock-lint --shared-prefix"


def entries_of(database: Path) -> list[tuple[str, str, list[str]]]:
    """Directory, file and flags (without compiler, output and -c) of each entry."""
    found = []
    for entry in json.loads(database.read_text()):
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
    return found


def entries_of_asio(checkout: Path) -> list[tuple[str, str, list[str]]]:
    root = checkout.resolve()
    files = sorted((root / "src" / "examples").rglob("*.cpp"))
    return [(str(file.parent), str(file), ["-std=c++20", "-isystem", str(root / "include")]) for file in files]


def measure(command: list[str], folder: str) -> tuple[float, int]:
    """User and system seconds of a process and its children, and the peak memory in KiB of the largest of them."""
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


class Bench:
    def __init__(self, lint: str, work: list[tuple[str, str, list[str]]], folder: str):
        self.lint, self.work, self.folder = lint, work, folder
        database = [{"directory": d, "file": f, "arguments": ["clang++-22", *flags, "-c", f]} for d, f, flags in work]
        (Path(folder) / "compile_commands.json").write_text(json.dumps(database))
        self.memory: dict[str, int] = {}

    def commands(self, tool: str) -> list[tuple[list[str], str]]:
        whole = [self.lint, "-p", self.folder, "-j1", "-q", "--cache", "off", *(file for _, file, _ in self.work)]
        if tool == CLANG:
            return [(["clang++-22", "-w", "-fsyntax-only", *flags, file], directory) for directory, file, flags in self.work]
        if tool == SINGLE:
            return [([self.lint, "-j1", "-q", "--cache", "off", file, "--", *flags], directory) for directory, file, flags in self.work]
        extra = {NO_CHECKS: ["--checks=-*"], SHARED: ["--shared-prefix"]}.get(tool, [])
        return [([*whole, *extra], self.folder)]

    def run(self, tool: str) -> float:
        total = 0.0
        for command, directory in self.commands(tool):
            spent, peak = measure(command, directory)
            total += spent
            self.memory[tool] = max(self.memory.get(tool, 0), peak)
        return total


def table(seconds: dict[str, list[float]], memory: dict[str, int]) -> str:
    lines = ["| | CPU time | of clang++ (all turns) | peak memory |", "|---|---|---|---|"]
    for tool, spent in seconds.items():
        ratios = sorted(own / base for own, base in zip(spent, seconds[CLANG]))
        spread = f"{statistics.median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})" if tool != CLANG else "1"
        lines.append(f"| {tool} | {statistics.median(spent):.1f} s | {spread} | {memory[tool] / 1024:.0f} MiB |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", required=True)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("-p", dest="build", type=Path, help="build folder with compile_commands.json")
    source.add_argument("--asio", type=Path, help="a checkout of Asio")
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--every", type=int, default=1, help="only every Nth file")
    options = parser.parse_args()
    entries = entries_of_asio(options.asio) if options.asio else entries_of(options.build / "compile_commands.json")
    options.lint = str(Path(options.lint).resolve())
    work = [w for w in entries[:: options.every] if compiles(*w)]
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options.lint, work, folder)
        tools = [CLANG, ALL, SHARED, NO_CHECKS, SINGLE]
        seconds: dict[str, list[float]] = {tool: [] for tool in tools}
        for turn in range(options.turns):
            for tool in tools if turn % 2 == 0 else reversed(tools):
                seconds[tool].append(bench.run(tool))
        print(f"{len(work)} of {len(entries)} files, {options.turns} turns\n\n{table(seconds, bench.memory)}")
        checks = [(a - b) / b for a, b in zip(seconds[ALL], seconds[NO_CHECKS])]
        print(f"\nThe checks take {statistics.median(checks):.1%} of the parse ({min(checks):.1%} to {max(checks):.1%}).")


if __name__ == "__main__":
    main()
