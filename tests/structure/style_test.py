#!/usr/bin/env python3
"""Our own code as clang-format and clang-tidy want it: style_test.py format | tidy CMAKE FOLDER

tidy configures FOLDER with files compiled in batches, as releases are, so that headers are read once a batch; what would break
such a build is seen here too. Exit code 77 where the tool is missing.
"""
import concurrent.futures
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN = re.compile(r"^(bench|cmake|examples|lint|reports|runtimes|statistics|tests|watch)/.*\.(cc|h)$")
# Cases of the linter stand as they were reported, and what is generated is not ours to write.
EXCEPT = re.compile(r"^tests/lint/(corpus|programs)/|^examples/mistakes/|^scripts/skeletons/")
# Workers are one program with another runtime each.
WORKERS = ("unblock-worker-asio.dir", "unblock-worker-epoll.dir", "unblock-worker-libuv.dir")


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


def units(folder):
    for entry in json.loads((folder / "compile_commands.json").read_text()):
        written = entry["command"].split(" -o ")[1].split()[0]
        if "/embedded/" in entry["file"] or not entry["file"].endswith((".cc", ".cxx")):
            continue
        if "unblock-worker-" in written and "native" not in written and not any(name in written for name in WORKERS):
            continue
        yield entry["file"]


def check_tidy(cmake, folder):
    tidy = tool("clang-tidy-22")
    configured = subprocess.run([cmake, "-S", ROOT, "-B", folder, "-G", "Ninja", "-DUNBLOCK_UNITY=ON", "-DUNBLOCK_TESTS=OFF", "-DCMAKE_BUILD_TYPE=Debug"],
                                capture_output=True, text=True)
    if configured.returncode != 0:
        print(configured.stdout, configured.stderr)
        return 1
    own = rf"^{re.escape(str(ROOT))}/(bench|lint|reports|runtimes|statistics|watch)/"

    def look(unit):
        return subprocess.run([tidy, "-p", folder, f"--config-file={ROOT}/.clang-tidy", f"--header-filter={own}", "--checks=-bugprone-suspicious-include",
                               "--quiet", unit], capture_output=True, text=True).stdout

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        said = "\n".join(pool.map(look, sorted(set(units(folder)))))
    found = sorted(set(re.findall(r"^(/.*: (?:warning|error): .*)$", said, re.MULTILINE)))
    print("\n".join(line.removeprefix(f"{ROOT}/") for line in found))
    return 1 if found else 0


def main():
    if sys.argv[1] == "format":
        return check_format()
    return check_tidy(sys.argv[2], pathlib.Path(sys.argv[3]))


sys.exit(main())
