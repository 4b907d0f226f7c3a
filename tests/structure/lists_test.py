#!/usr/bin/env python3
"""Compares each explicit list with its folder: a workload, runtime, verdict or check that is in one and not in the other,
a role that its table in the documentation describes otherwise."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
problems = []


def compare(what, listed, present):
    for name in sorted(set(present) - set(listed)):
        problems.append(f"{what} '{name}' has a file and is in no list")
    for name in sorted(set(listed) - set(present)):
        problems.append(f"{what} '{name}' is listed and has no file")
    if not present:
        problems.append(f"no {what} was found at all")


def text(path):
    return (ROOT / path).read_text()


workload_files = [p.stem for p in (ROOT / "bench/workloads").glob("*.h") if "static Workload describe()" in p.read_text()]
listed_workloads = re.findall(r'#include "bench/workloads/(\w+)\.h"', text("bench/workloads/list.h"))
entries = re.findall(r"entry<R, (\w+)>", text("bench/workloads/list.h"))
compare("workload", [name for name in listed_workloads if name in workload_files], workload_files)
structs = [name for path in workload_files for name in re.findall(r"^struct (\w+) \{(?:(?!^\};).)*?static Workload describe\(\)",
                                                                 text(f"bench/workloads/{path}.h"), re.MULTILINE | re.DOTALL)]
compare("workload entry", entries, structs)

verdict_files = [p.stem for p in (ROOT / "bench/run/verdicts").glob("*.cc") if p.stem not in ("verdicts", "verdicts_test", "explained")]
rules = re.search(r"kRules\[\] = \{([^}]*)\}", text("bench/run/verdicts/verdicts.cc"), re.DOTALL).group(1)
compare("verdict", re.findall(r"\w+", rules), verdict_files)

runtime_folders = [p.parent.name for p in (ROOT / "runtimes").glob("*/README.md")]
cmake = "".join(p.read_text() for p in (ROOT / "runtimes").glob("*.c*ake*")) + text("runtimes/CMakeLists.txt")
listed_runtimes = [name for name in runtime_folders if re.search(rf"\b{name}\b", cmake)]
compare("runtime", listed_runtimes, runtime_folders)

check_folders = [p.parent.name for p in (ROOT / "lint/checks").glob("*/check.cc")]
if check_folders and (ROOT / "lint/checks/list.cc").exists():
    listed_checks = re.findall(r'"async-([a-z-]+)"', text("lint/checks/list.cc"))
    compare("check", [name.replace("-", "_") for name in listed_checks], check_folders)

roles = re.findall(r'\{Role::(\w+), "(\w+)", "(.*)"\}', text("lint/libraries/roles.cc"))
problems += [f"role '{role}' is spelled '{name}'" for role, name, _ in roles if role != name]
documented = re.findall(r"^\| `(\w+)` \| (.*) \|$", text("lint/libraries/README.md").partition("\n## Roles\n")[2].partition("\n## ")[0], re.MULTILINE)
if not roles or documented != [(name, meaning) for _, name, meaning in roles]:
    problems.append("the table of roles in lint/libraries/README.md is not that of roles.cc")

print("\n".join(problems) or f"{len(workload_files)} workloads, {len(verdict_files)} verdicts, {len(runtime_folders)} runtimes, "
      f"{len(check_folders)} checks, {len(roles)} roles are listed")
sys.exit(1 if problems else 0)
