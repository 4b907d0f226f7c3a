#!/usr/bin/env python3
"""Edits a small program at random and compares: what a cache gives after the edit, and what a run without one gives. Every tenth round
also over facts in three shards. incremental_fuzz.py [--rounds N] [--seed N]; a failure names its seed and keeps the program."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

import faces
from programs_test import LOOP, PROGRAMS, write_database

FILES = 4
FUNCTIONS = 12
HEAD = '#pragma once\n#include <loop.h>\nextern "C" unsigned sleep(unsigned);\n'


class Program:
    """Functions f0, f1, … each in one file or inline in the header, plain or a coroutine, whose statements call others, wait, or hand over."""

    def __init__(self, seed: int, folder: Path):
        self.random = random.Random(seed)
        self.folder = folder
        self.functions = [{"home": self.random.randrange(FILES + 1), "task": self.random.random() < 0.3, "body": []} for _ in range(FUNCTIONS)]
        self.comments = [""] * (FILES + 1)
        for _ in range(2 * FUNCTIONS):
            self.add_statement()

    def add_statement(self) -> None:
        body = self.random.choice(self.functions)["body"]
        silenced = self.random.choice(["", "", "", "  // NOLINT", "  // NOLINT(async-blocking-call)", "  // NOLINT(async-*)"])
        body.insert(self.random.randint(0, len(body)), (self.random.choice(["call", "call", "post", "sleep"]), self.random.randrange(FUNCTIONS), silenced))

    def remove_statement(self) -> None:
        body = self.random.choice(self.functions)["body"]
        if body:
            body.pop(self.random.randrange(len(body)))

    def silence(self) -> None:
        body = self.random.choice(self.functions)["body"]
        if body:
            at = self.random.randrange(len(body))
            body[at] = (*body[at][:2], "" if body[at][2] else "  // NOLINT(async-blocking-call)")

    def change_kind(self) -> None:
        function = self.random.choice(self.functions)
        function["task"] = not function["task"]

    def move(self) -> None:
        self.random.choice(self.functions)["home"] = self.random.randrange(FILES + 1)

    def comment(self) -> None:
        self.comments[self.random.randrange(FILES + 1)] = f"// {self.random.random()}\n" * self.random.randint(0, 2)

    def edit(self) -> str:
        edits = [self.add_statement, self.add_statement, self.remove_statement, self.silence, self.change_kind, self.move, self.comment]
        names = []
        for _ in range(self.random.randint(1, 3)):
            chosen = self.random.choice(edits)
            names.append(chosen.__name__)
            chosen()
        return ", ".join(names)

    def statement(self, within: dict, kind: str, number: int, silenced: str) -> str:
        task = self.functions[number]["task"]
        if kind == "sleep":
            text = "sleep(1);"
        elif kind == "post":
            text = f"loop::post([] {{ {'loop::spawn(f%d())' if task else 'f%d()'}; }});" % number
        elif task:
            text = f"co_await f{number}();" if within["task"] else f"loop::spawn(f{number}());"
        else:
            text = f"f{number}();"
        return f"  {text}{silenced}\n"

    def define(self, number: int) -> str:
        function = self.functions[number]
        body = "".join(self.statement(function, *each) for each in function["body"]) + ("  co_return;\n" if function["task"] else "")
        inline = "inline " if function["home"] == FILES else ""
        return f"{inline}{'loop::Task' if function['task'] else 'void'} f{number}() {{\n{body}}}\n"

    def write(self) -> list[Path]:
        homes = ["".join(self.define(i) for i, f in enumerate(self.functions) if f["home"] == home) for home in range(FILES + 1)]
        declared = "".join(f"{'loop::Task' if f['task'] else 'void'} f{i}();\n" for i, f in enumerate(self.functions))
        texts = {f"file{i}.cc": f'{self.comments[i]}#include "all.h"\n{homes[i]}' for i in range(FILES)}
        texts["all.h"] = HEAD + declared + self.comments[FILES] + homes[FILES]
        for name, text in texts.items():
            file = self.folder / name
            if not file.exists() or file.read_text() != text:
                file.write_text(text)
        return [self.folder / f"file{i}.cc" for i in range(FILES)]


def compare(folder: Path, through_shards: bool) -> str:
    """Nothing, or what differs."""
    fresh = faces.run_driver(["--format", "json", "--cache", "off"], folder)
    ways = {"the cache": faces.run_driver(["--format", "json", "--cache", "cache"], folder)}
    if through_shards:
        for file in (folder / "facts").glob("*.facts"):
            file.unlink()
        for shard in (1, 2, 3):
            faces.run_driver(["--facts-out", "facts", "--shard", f"{shard}/3", "--cache", "cache", "-q"], folder)
        ways["three shards"] = faces.run_driver(["link", "facts", "--format", "json"], folder)
    if fresh.returncode not in (0, 1):
        return f"exit code {fresh.returncode}: {fresh.stderr}"
    for name, done in ways.items():
        if (done.returncode, done.stdout) != (fresh.returncode, fresh.stdout):
            return f"{name} says\n{done.returncode} {done.stdout}{done.stderr}\nand a fresh run\n{fresh.returncode} {fresh.stdout}"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="unblock-fuzz-")).resolve()
    (folder / ".git").mkdir()
    (folder / ".unblock.yaml").write_text((PROGRAMS / ".unblock.yaml").read_text())
    program = Program(options.seed, folder)
    write_database(program.write(), folder / "build")
    with_findings = 0
    for number in range(options.rounds):
        edit = "the first text" if number == 0 else program.edit()
        program.write()
        difference = compare(folder, number % 10 == 0)
        if difference:
            print(f"seed {options.seed}, round {number}, after {edit}, in {folder}: {difference}")
            return 1
        with_findings += "async-" in faces.run_driver(["--cache", "cache"], folder).stdout if number % 10 == 0 else 0
    print(f"{options.rounds} rounds with seed {options.seed} agree")
    if with_findings == 0:
        print("but nothing was ever found: the programs are too tame")
        return 1
    faces.subprocess.run(["rm", "-rf", folder], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
