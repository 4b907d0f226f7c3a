#!/usr/bin/env python3
"""What linting a program again costs: a generated one of N units, and the size of the facts of real ones.

programs.py --lint PROGRAM [--units N] [--turns N] [--folder DIR]
                                                         seconds of wall clock for a first run, nothing changed, one body edited, a comment
                                                         in a header that all include
programs.py --lint PROGRAM -p BUILD_DIR                  bytes of facts of each unit of a compile database: median, largest, all
programs.py --lint PROGRAM -p BUILD_DIR --units N --rename WORD …
                                                         and what their link costs when there are so many: the program is there several
                                                         times, with names of its own where they hold one of the words
"""

import argparse
import ctypes
import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from speed import measure

UNIT = '''#include "shared.h"
#include <string>
#include <vector>
Lazy<int> task{i}(int depth) {{
  std::vector<std::string> lines(depth);
  co_return helper{i}(depth) + static_cast<int>(lines.size());
}}
int helper{i}(int depth) {{ return depth > 1 ? helper{next}(depth - 1) : 0; }}
'''
HEADERS = Path(__file__).resolve().parents[2] / "tests" / "lint" / "corpus" / "include"


def make_program(folder: Path, units: int) -> None:
    (folder / ".git").mkdir()
    declared = "".join(f"Lazy<int> task{i}(int);\nint helper{i}(int);\n" for i in range(units))
    (folder / "shared.h").write_text(f'#pragma once\n#include "lazy_task.h"\n{declared}')
    for i in range(units):
        (folder / f"unit{i}.cc").write_text(UNIT.format(i=i, next=(i + 1) % units))
    entries = [{"directory": str(folder), "file": f"unit{i}.cc", "arguments": ["c++", "-std=c++20", f"-I{HEADERS}", "-c", f"unit{i}.cc"]}
               for i in range(units)]
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def seconds(command: list, folder: Path) -> float:
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise SystemExit(done.stderr)
    return time.monotonic() - began


def again(lint: str, units: int, turns: int, folder: Path) -> None:
    """The first run goes on where an earlier one of the same folder was stopped: its files are in the cache."""
    if not (folder / "shared.h").exists():
        make_program(folder, units)
    command = [lint, "-p", ".", "--cache", "cache", "-q", "-o", "findings.txt"]
    rows = {"first run": [seconds(command, folder)], "nothing changed": [], "one body edited": [], "that unit alone": []}
    for turn in range(turns):
        rows["nothing changed"].append(seconds(command, folder))
        unit = folder / f"unit{units // 2}.cc"
        unit.write_text(UNIT.format(i=units // 2, next=units // 3 + time.time_ns() % (units // 3)))
        rows["one body edited"].append(seconds(command, folder))
        rows["that unit alone"].append(seconds([lint, "-p", ".", "--cache", "off", "-q", unit.name], folder))
    print(f"| {units} units | seconds |\n|---|---|", flush=True)
    show(rows)
    header = folder / "shared.h"
    header.write_text(header.read_text() + "// more\n")
    show({"a comment in a header of all": [seconds(command, folder)]})


def show(rows: dict) -> None:
    for what, all_turns in rows.items():
        if not all_turns:
            continue
        spread = f" ({min(all_turns):.2f} to {max(all_turns):.2f})" if len(all_turns) > 1 else ""
        print(f"| {what} | {statistics.median(all_turns):.2f}{spread} |", flush=True)


def make_facts(lint: str, database: str, folder: str) -> list[Path]:
    seconds([lint, "-p", database, "--facts-out", folder, "--cache", "off", "-q"], Path.cwd())
    return sorted(Path(folder).iterdir())


def sizes(facts: list[Path]) -> None:
    bytes_of = sorted(f.stat().st_size for f in facts)
    print(f"{len(bytes_of)} units: median {statistics.median(bytes_of):,.0f} bytes, largest {bytes_of[-1]:,}, all {sum(bytes_of):,}")


def checksum(text: bytes) -> int:
    xxhash = ctypes.CDLL("libxxhash.so.0")
    xxhash.XXH3_64bits.restype = ctypes.c_uint64
    return xxhash.XXH3_64bits(text, ctypes.c_size_t(len(text)))


class Copies:
    """Facts of one program, told again as those of another: every function that holds a word of its own has another name, every file another
    folder."""

    def __init__(self, words: list[str]):
        self.words = words

    def text(self, text: str, number: int, files: set[str]) -> str:
        local, path = text[:1] == "!", text.lstrip("!")
        file = next((f for f in files if path == f or (local and path.startswith(f))), None)
        if file is not None:
            return f"{'!' if local else ''}copy{number}/{path}"
        for word in self.words:
            text = text.replace(word, f"{word}{number}")
        return text

    def unit(self, line: bytes, number: int, root: Path) -> bytes:
        facts = json.loads(line)
        files = {text for text in facts["texts"] if text and text[0] not in "!/" and (root / text).is_file()}
        facts["texts"] = [self.text(text, number, files) for text in facts["texts"]]
        return json.dumps(facts, separators=(",", ":")).encode() + b"\n"

    def write(self, file: Path, number: int, root: Path) -> None:
        head, result, *units = file.read_bytes().splitlines(keepends=True)
        header, about = json.loads(head), json.loads(result)
        about["file"] = about["file"].replace("./", f"./copy{number}/", 1)
        wire = json.dumps(about, separators=(",", ":")).encode() + b"\n" + b"".join(self.unit(unit, number, root) for unit in units)
        header["sum"] = checksum(wire)
        file.with_name(f"copy{number}-{file.name}").write_bytes(json.dumps(header, separators=(",", ":")).encode() + b"\n" + wire)


def project_of(file: Path) -> Path:
    return next(folder for folder in file.resolve().parents if (folder / ".git").exists())


def link_many(lint: str, facts: list[Path], database: str, units: int, words: list[str]) -> None:
    entry = json.loads((Path(database) / "compile_commands.json").read_text())[0]
    root = project_of(Path(entry["directory"]) / entry["file"])
    copies = Copies(words)
    for number in range(1, -(-units // len(facts))):
        for file in facts:
            copies.write(file, number, root)
    folder = facts[0].parent
    for file in sorted(folder.iterdir(), reverse=True)[: max(0, len(list(folder.iterdir())) - units)]:
        file.unlink()
    total = sum(f.stat().st_size for f in folder.iterdir())
    began = time.monotonic()
    spent, peak = measure([lint, "link", str(folder), "--root", str(root), "-q", "-o", os.devnull], str(Path.cwd()))
    print(f"link of {len(list(folder.iterdir()))} units, {total:,} bytes: {time.monotonic() - began:.2f} s, {spent:.2f} s of CPU, {peak / 1024:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", required=True, type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--units", type=int, help="1000, or with -p those of the database")
    parser.add_argument("--rename", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("-p", dest="database")
    parser.add_argument("--folder", type=Path, help="keep the program there, and go on with one that is there")
    options = parser.parse_args()
    if not options.database:
        with tempfile.TemporaryDirectory() as name:
            folder = (options.folder or Path(name)).resolve()
            folder.mkdir(exist_ok=True)
            return again(options.lint, options.units or 1000, options.turns, folder)
    with tempfile.TemporaryDirectory() as folder:
        facts = make_facts(options.lint, options.database, folder)
        sizes(facts)
        if options.units:
            link_many(options.lint, facts, options.database, options.units, options.rename)


if __name__ == "__main__":
    main()
