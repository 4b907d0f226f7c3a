#!/usr/bin/env python3
"""clang-tidy finds nothing in our own code: tidy_test.py CMAKE FOLDER [all]

Configures FOLDER with files compiled in batches, so that headers are read once a batch. A batch that was found clean is not looked at
again until it, a header of ours that it includes, or .clang-tidy changes.
Without `all` it stops when half a minute of CPU time is spent: what changed since it was clean comes first, then the rest in an order that is
always the same. Exit code 77 where clang-tidy-22 is missing.
"""
import concurrent.futures
import functools
import hashlib
import json
import pathlib
import re
import resource
import subprocess
import sys

from style_test import ROOT, tool

# Workers are one program with another runtime each.
WORKERS = ("unblock-worker-asio.dir", "unblock-worker-epoll.dir", "unblock-worker-libuv.dir")
OWN_HEADERS = rf"^{re.escape(str(ROOT))}/(bench|lint|reports|runtimes|statistics|watch)/"
CPU_SECONDS = 30


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


@functools.cache
def included(path):
    """The files of ours that a file includes itself."""
    names = re.findall(r'^\s*#\s*include\s+"([^"]+)"', path.read_text(errors="replace"), re.MULTILINE)
    candidates = (place for name in names for place in (pathlib.Path(name), path.parent / name, ROOT / name))
    return [place for place in candidates if place.is_absolute() and place.is_file() and place.is_relative_to(ROOT)]


def closure(path):
    found, waiting = {path}, [path]
    while waiting:
        fresh = set(included(waiting.pop())) - found
        found |= fresh
        waiting += fresh
    return sorted(found)


class Unit:
    def __init__(self, entry):
        self.file = pathlib.Path(entry["file"])
        self.name = entry["command"].split(" -o ")[1].split()[0]
        content = "".join(part.read_text(errors="replace") for part in closure(self.file))
        self.state = digest(entry["command"] + content + (ROOT / ".clang-tidy").read_text())

    @property
    def wanted(self):
        if "/embedded/" in str(self.file) or self.file.suffix not in (".cc", ".cxx"):
            return False
        return "unblock-worker-" not in self.name or "native" in self.name or any(worker in self.name for worker in WORKERS)


def units(folder):
    every = [Unit(entry) for entry in json.loads((folder / "compile_commands.json").read_text()) if entry["file"].endswith((".cc", ".cxx"))]
    return list({unit.file: unit for unit in every if unit.wanted}.values())


def look(folder, unit):
    done = subprocess.run([tool("clang-tidy-22"), "-p", folder, f"--config-file={ROOT}/.clang-tidy", f"--header-filter={OWN_HEADERS}",
                           "--checks=-bugprone-suspicious-include", "--quiet", unit.file], capture_output=True, text=True)
    return unit, re.findall(r"^(/.*: (?:warning|error): .*)$", done.stdout, re.MULTILINE)


def spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def look_at(folder, due, everything):
    """Pairs of a unit and what was found in it."""
    if everything:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            yield from pool.map(lambda unit: look(folder, unit), due)
        return
    begin = spent()
    for unit in due:
        if spent() - begin >= CPU_SECONDS:
            return
        yield look(folder, unit)


def main(cmake, folder, everything):
    tool("clang-tidy-22")
    configured = subprocess.run([cmake, "-S", ROOT, "-B", folder, "-G", "Ninja", "-DUNBLOCK_UNITY=ON", "-DCMAKE_UNITY_BUILD_BATCH_SIZE=12", "-DUNBLOCK_TESTS=OFF", "-DCMAKE_BUILD_TYPE=Debug"],
                                capture_output=True, text=True)
    if configured.returncode == 0:
        configured = subprocess.run([cmake, "--build", folder, "--target", "unblock_commit"], capture_output=True, text=True)  # a header
    if configured.returncode != 0:
        print(configured.stdout, configured.stderr)
        return 1
    stamps = folder / "found-clean.json"
    clean = json.loads(stamps.read_text()) if stamps.exists() else {}
    every = units(folder)
    due = [unit for unit in every if clean.get(unit.name) != unit.state]
    changed = {unit.name for unit in due if unit.name in clean}
    due.sort(key=lambda unit: (unit.name not in changed, digest(unit.name)))
    seen, said = set(), set()
    for unit, found in look_at(folder, due, everything):
        seen.add(unit.name)
        said.update(found)
        if not found:
            clean[unit.name] = unit.state
    stamps.write_text(json.dumps(clean, indent=0))
    print("".join(line.removeprefix(f"{ROOT}/") + "\n" for line in sorted(said)), end="")
    print(f"clang-tidy: {len(seen)} of {len(every)} batches looked at, {len(every) - len(due)} are as they were found clean, "
          f"{len(due) - len(seen)} left for other runs, of these {len(changed - seen)} changed")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], pathlib.Path(sys.argv[2]).resolve(), "all" in sys.argv[3:]))
