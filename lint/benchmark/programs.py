#!/usr/bin/env python3
"""What linting a program again costs: a generated one of N units, and the size of the facts of real ones.

programs.py --lint PROGRAM [--units N] [--turns N]       seconds of wall clock for a first run, nothing changed, one body edited, a comment
                                                         in a header that all include
programs.py --lint PROGRAM -p BUILD_DIR                  bytes of facts of each unit of a compile database: median, largest, all
"""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

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


def again(lint: str, units: int, turns: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        make_program(folder, units)
        command = [lint, "-p", ".", "--cache", "cache", "-q", "-o", "findings.txt"]
        rows = {"first run": [seconds(command, folder)], "nothing changed": [], "one body edited": [], "a comment in a header of all": []}
        for turn in range(turns):
            rows["nothing changed"].append(seconds(command, folder))
            unit = folder / f"unit{units // 2}.cc"
            unit.write_text(UNIT.format(i=units // 2, next=units // 3 + turn))
            rows["one body edited"].append(seconds(command, folder))
        header = folder / "shared.h"
        header.write_text(header.read_text() + "// more\n")
        rows["a comment in a header of all"].append(seconds(command, folder))
        print(f"| {units} units | seconds |\n|---|---|")
        for what, all_turns in rows.items():
            spread = f" ({min(all_turns):.2f} to {max(all_turns):.2f})" if len(all_turns) > 1 else ""
            print(f"| {what} | {statistics.median(all_turns):.2f}{spread} |")


def sizes(lint: str, database: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds([lint, "-p", database, "--facts-out", folder, "--cache", "off", "-q"], Path.cwd())
        bytes_of = sorted(f.stat().st_size for f in Path(folder).iterdir())
        print(f"{len(bytes_of)} units: median {statistics.median(bytes_of):,.0f} bytes, largest {bytes_of[-1]:,}, all {sum(bytes_of):,}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", required=True, type=lambda path: str(Path(path).resolve()))
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("-p", dest="database")
    options = parser.parse_args()
    if options.database:
        sizes(options.lint, options.database)
    else:
        again(options.lint, options.units, options.turns)


if __name__ == "__main__":
    main()
