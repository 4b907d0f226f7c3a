#!/usr/bin/env python3
"""Our own code through our own linter: the files of the build's compile database, all checks, no finding: own_code_test.py [all]

Files that a tool wrote into the build folder are left out. Without `all` it is every sixth file, always the same ones."""

import json
import re
import sys
import tempfile
from pathlib import Path

import faces


def database() -> list[dict]:
    """An entry for each file, also of those that are compiled several at a time."""
    entries = []
    for entry in json.loads((faces.build_folder() / "compile_commands.json").read_text()):
        batch = Path(entry["file"])
        files = re.findall(r'^#include "(.*)"$', batch.read_text(), re.MULTILINE) if batch.name.startswith("unity_") else [str(batch)]
        entries += [{**entry, "file": file, "command": entry["command"].replace(str(batch), file)} for file in files]
    return entries


def own_files(entries: list[dict]) -> list[str]:
    files = []
    for entry in entries:
        path = Path(entry["file"])
        if not path.is_relative_to(faces.ROOT) or path.is_relative_to(faces.build_folder()) or path.suffix not in (".c", ".cc", ".cpp"):
            continue
        name = str(path.relative_to(faces.ROOT))
        # examples/mistakes is full of mistakes on purpose, and neither the linter nor the watcher has a loop.
        if name.startswith(("tests/", "examples/mistakes/", "reports/", "lint/", "watch/")) and name not in SAMPLE:
            continue
        files.append(str(path))
    return sorted(set(files))[::1 if "all" in sys.argv[1:] else 6]


# Of the halves in which nothing is asynchronous, the files that touch processes, pipes and files.
SAMPLE = {"lint/driver/run.cc", "lint/driver/workers.cc", "reports/file.cc", "reports/dispatcher/unblock.cc", "reports/cli/main.cc"}


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        entries = database()
        (Path(folder) / "compile_commands.json").write_text(json.dumps(entries))
        done = faces.run_driver(["-p", folder, "-o", Path(folder) / "findings.txt", *own_files(entries)])
        print((Path(folder) / "findings.txt").read_text() + done.stdout + done.stderr)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
