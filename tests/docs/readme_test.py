#!/usr/bin/env python3
"""Runs the README's `console` commands as written, one after another in an empty folder, with the built programs on the PATH."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def main():
    text = (ROOT / "README.md").read_text()
    blocks = re.findall(r"```console\n(.*?)```", text, re.DOTALL)
    commands = [line[2:] for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    assert len(commands) >= 5, "the README has lost its commands"
    env = {**os.environ, "PATH": os.environ["UNBLOCK_BIN"] + ":" + os.environ["PATH"], "CI": "1"}
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for command in commands:
            result = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, text=True, timeout=200)
            print(f"exit code {result.returncode}: {command}")
            if result.returncode:
                failed += 1
                print(result.stdout[-2000:], result.stderr[-2000:])
        for name in re.findall(r"-o (\S+)", " ".join(commands)):
            if not (pathlib.Path(folder) / name).stat().st_size:
                failed += 1
                print(f"{name} is empty")
    return 1 if failed else 0


sys.exit(main())
