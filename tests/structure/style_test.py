#!/usr/bin/env python3
"""Our own code is as clang-format writes it. Exit code 77 where the tool is missing."""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN = re.compile(r"^(bench|cmake|examples|lint|reports|runtimes|statistics|tests|watch)/.*\.(cc|h)$")
# Cases of the linter stand as they were reported, and what is generated is not ours to write.
EXCEPT = re.compile(r"^tests/lint/(corpus|programs)/|^examples/mistakes/|^scripts/skeletons/")


def tool(name):
    found = shutil.which(name)
    if not found:
        print(f"skipped: {name} is missing: apt-get install {name}")
        sys.exit(77)
    return found


def own_files():
    listed = subprocess.run(["git", "-C", ROOT, "ls-files"], check=True, capture_output=True, text=True).stdout.splitlines()
    return [name for name in listed if OWN.match(name) and not EXCEPT.match(name)]


def check_format():
    done = subprocess.run([tool("clang-format-22"), "--dry-run", "-Werror", *own_files()], cwd=ROOT, capture_output=True, text=True)
    wrong = sorted(set(re.findall(r"^([^:\n]+):\d+:\d+: error", done.stderr, re.MULTILINE)))
    for name in wrong:
        print(f"{name}: not as clang-format-22 writes it: clang-format-22 -i {name}")
    return done.returncode


if __name__ == "__main__":
    sys.exit(check_format())
