#!/usr/bin/env python3
"""Runs the linter over a folder of projects and prints what it found, to be judged by reading.

precision_run.py --lint BIN/unblock-lint FOLDER [PROJECT…]
    FOLDER/PROJECT/compile_commands.json    one compile database per project; the sources may lie anywhere

Prints a table of findings per check and project, then every finding as a row of a Markdown table with an empty column for the
judgement; --at-most N draws as many at random for each check and project. Files that did not compile are counted and named. --judged FILE takes judgements from an earlier table (rows that begin
with the same place and check), so that only new findings are left to read; --gone says which judged ones are no longer found.
Standard library only.
"""

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROW = re.compile(r"^\| `(?P<place>[^`]+)` \| `(?P<check>[^`]+)` \| (?P<what>.*?) \| (?P<judged>.*?) \|$")


def lint(linter, database, jobs):
    """The SARIF run of a project, and its files that did not compile."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "findings.sarif"
        command = [linter, "-p", str(database), f"-j{jobs}", "--checks=async-*", "-q", "--format", "sarif", "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if not out.exists():
            sys.exit(f"cannot lint '{database}': {done.stderr.strip()}")
        run = json.loads(out.read_text())["runs"][0]
    broken = [place_of(notice, database.parent.name) for invocation in run.get("invocations", [])
              for notice in invocation.get("toolExecutionNotifications", [])]
    return run["results"], broken


def place_of(result, project):
    """'examples/echo.cpp:12': the path from the project's own folder on, where that can be told."""
    location = result["locations"][0]["physicalLocation"]
    path = location["artifactLocation"]["uri"].removeprefix("file://")
    parts = Path(path).parts
    if project in parts:
        path = "/".join(parts[parts.index(project) + 1:])
    line = location.get("region", {}).get("startLine")
    return f"{path}:{line}" if line else path


def read_judged(file):
    rows = {}
    for line in Path(file).read_text().splitlines() if file else []:
        if found := ROW.match(line):
            rows[found["place"], found["check"]] = found["judged"]
    return rows


def print_table(counts, projects):
    checks = sorted({check for _, check in counts})
    print("| project | files | did not compile | " + " | ".join(f"`{check}`" for check in checks) + " |")
    print("|---" * (3 + len(checks)) + "|")
    for name, (files, broken, _) in projects.items():
        print(f"| {name} | {files} | {len(broken)} | " + " | ".join(str(counts[name, check]) for check in checks) + " |")
    print(f"| all | {sum(p[0] for p in projects.values())} | {sum(len(p[1]) for p in projects.values())} | "
          + " | ".join(str(sum(counts[name, check] for name in projects)) for check in checks) + " |")


def drawn(rows, name, at_most):
    """Of each check's rows at most so many, the same ones each time."""
    kept = []
    for check in sorted({row[1] for row in rows}):
        of_check = sorted(row for row in rows if row[1] == check)
        kept += of_check if len(of_check) <= at_most else random.Random(f"{name} {check}").sample(of_check, at_most)
    return sorted(kept)


def print_findings(name, results, judged, seen, at_most):
    print(f"\n### {name}\n\n| where | check | what | judged |\n|---|---|---|---|")
    rows = {(place_of(result, name), result["ruleId"], result["message"]["text"]) for result in results}
    for place, check, what in drawn(rows, name, at_most):
        seen.add((place, check))
        print(f"| `{place}` | `{check}` | {what.replace('|', '/')} | {judged.get((place, check), '')} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("projects", nargs="*")
    parser.add_argument("--lint", default="unblock-lint")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--judged")
    parser.add_argument("--at-most", type=int, default=1_000_000, help="findings to judge for each check and project")
    parser.add_argument("--gone", action="store_true")
    options = parser.parse_args()

    names = options.projects or sorted(file.parent.name for file in options.folder.glob("*/compile_commands.json"))
    if not names:
        sys.exit(f"no project in '{options.folder}': expected PROJECT/compile_commands.json")
    judged, seen, counts, projects = read_judged(options.judged), set(), Counter(), {}
    for name in names:
        database = options.folder / name / "compile_commands.json"
        if not database.exists():
            sys.exit(f"no compile database '{database}'")
        results, broken = lint(options.lint, database, options.jobs)
        projects[name] = (len(json.loads(database.read_text())), broken, results)
        places = {(place_of(result, name), result["ruleId"], result["message"]["text"]) for result in results}
        counts.update((name, check) for _, check, _ in places)
    print_table(counts, projects)
    for name, (_, broken, results) in projects.items():
        if results:
            print_findings(name, results, judged, seen, options.at_most)
        if broken:
            print(f"\nDid not compile in {name}: " + ", ".join(sorted(f"`{file}`" for file in broken)))
    if options.gone:
        for place, check in sorted(set(judged) - seen):
            print(f"no longer found: {place} {check} ({judged[place, check]})", file=sys.stderr)


if __name__ == "__main__":
    main()
