#!/usr/bin/env python3
"""Keeps the arrows of the house: reads every #include line of ours and names each that points the wrong way."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)

# For files below the first path, includes of ours below the second are wrong, unless they match an exception.
FORBIDDEN = [
    ("bench/", "lint/", None),
    ("lint/", "bench/", None),
    ("lint/", "runtimes/", None),
    ("reports/", "bench/", None),
    ("reports/", "lint/", None),
    ("reports/", "runtimes/", None),
    ("reports/model/", "", ("reports/model/", "statistics/")),
    ("statistics/", "", "statistics/"),
    ("lint/", "statistics/", None),
    ("runtimes/", "bench/", None),
    ("runtimes/", "reports/", None),
    ("bench/workloads/", "runtimes/", "runtimes/runtime.h"),
    ("bench/workloads/", "bench/run/", None),
    ("bench/workloads/", "bench/worker/", None),
    ("bench/measure/", "bench/", ("bench/measure/", "bench/protocol/claim.h")),
    ("bench/run/", "bench/cli/", None),
    ("bench/run/", "bench/worker/", None),
    ("bench/run/", "bench/workloads/", None),
    ("bench/process/", "", "bench/process/"),
    ("bench/protocol/", "bench/", "bench/protocol/"),
    ("bench/wire/", "", "bench/wire/"),
    ("bench/machine/", "bench/", ("bench/machine/", "bench/process/")),
    ("bench/worker/", "bench/run/", None),
    ("bench/worker/", "bench/cli/", None),
    ("watch/", "bench/", None),
    ("watch/", "runtimes/", None),
    ("watch/", "lint/", "lint/libraries/"),
    ("watch/turns/", "", "watch/turns/"),
    ("watch/area/", "", ("watch/area/", "watch/turns/")),
    ("watch/preload/", "", ("watch/preload/", "watch/area/", "watch/turns/")),
    ("watch/snapshot/", "watch/", "watch/snapshot/"),
    ("watch/stack/", "watch/", ("watch/stack/", "watch/snapshot/")),
    ("watch/places/", "watch/", ("watch/places/", "watch/stack/", "watch/snapshot/")),
    ("watch/attach/", "watch/", ("watch/attach/", "watch/area/", "watch/turns/", "watch/stack/")),
    ("watch/watcher/", "watch/command/", None),
    ("watch/watcher/", "watch/attach/", None),
    ("bench/", "watch/", None),
    ("lint/", "watch/", None),
    ("reports/", "watch/", None),
    ("lint/libraries/", "lint/", "lint/libraries/"),
    ("lint/facts/", "lint/", ("lint/facts/", "lint/libraries/")),
    ("lint/link/", "lint/", ("lint/link/", "lint/facts/", "lint/libraries/")),
    ("lint/extract/", "lint/flow/", None),
    ("lint/extract/", "lint/link/", None),
    ("lint/extract/", "lint/checks/", None),
    ("lint/extract/", "lint/driver/", None),
    ("lint/extract/", "lint/lifetimes/", None),
    ("lint/flow/", "lint/lifetimes/", None),
    ("lint/lifetimes/", "lint/link/", None),
    ("lint/lifetimes/", "lint/checks/", None),
    ("lint/lifetimes/", "lint/driver/", None),
    ("lint/flow/", "lint/link/", None),
    ("lint/flow/", "lint/checks/", None),
    ("lint/flow/", "lint/driver/", None),
    ("lint/checks/", "lint/driver/", None),
    ("lint/lsp/", "lint/", "lint/lsp/"),
]
# A runtime includes no other runtime, a check no other check. What adapters with a loop share is for all of them.
SIBLINGS = ["runtimes/", "lint/checks/"]
SHARED = ["runtimes/loop/"]


def sources():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split():
        if re.search(r"\.(h|cc|cpp)$", name) and not name.startswith(("tests/", "examples/")):
            yield name


def wrong(name, included):
    for folder, target, exception in FORBIDDEN:
        if name.startswith(folder) and included.startswith(target) and not included.startswith("cmake/"):
            if exception is None or not included.startswith(exception):
                return f"{folder} must not include {target or 'anything else'}"
    for family in SIBLINGS:
        own = name[len(family):].split("/")
        other = included[len(family):].split("/")
        if name.startswith(family) and included.startswith(family) and len(own) > 1 and len(other) > 1 and own[0] != other[0] \
                and not included.startswith(tuple(SHARED)):
            return f"{family}{own[0]} must not include {family}{other[0]}"
    return None


def main():
    found, lines = [], 0
    for name in sources():
        path = ROOT / name
        if not path.exists():
            continue
        text = path.read_text(errors="replace")
        for match in INCLUDE.finditer(text):
            lines += 1
            if "/" not in match.group(1):
                continue
            reason = wrong(name, match.group(1))
            if reason:
                line = text.count("\n", 0, match.start(1)) + 1
                found.append(f'{name}:{line}: includes "{match.group(1)}": {reason}')
    print("\n".join(found) or f"{lines} includes keep the arrows")
    assert wrong("reports/model/x.h", "bench/run/suite.h"), "the test itself must see a broken arrow"
    return 1 if found or lines == 0 else 0


sys.exit(main())
