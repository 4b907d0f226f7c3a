#!/usr/bin/env python3
"""Scores unblock-lint on real fixes: what it says of a file before the commit that mended it, and after.

recall_run.py CLONES [--lint PROGRAM] [--headers DIR]… [--newer DIR]… [--only TEXT] [--write FILE]

CLONES holds a clone of each project by its name (CLONES/asio, or CLONES/asio.git). The fixes stand in recall_fixes.tsv beside this
script: project, commit, file, kind, and for some headers the file that they are read through. --headers DIR names more system
headers, --newer DIR some to be tried before all others where a file does not compile without them: the run with fewer errors counts.
A fix counts as found when a finding stands in the lines of the parent that the commit changed (give or take three), and as gone when
the same check says nothing there any more. Standard library only.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPORT = re.compile(r"^([^\s:][^:]*):(\d+):\d+: (?:warning|error): .*\[(async-[\w-]+)\]$")
ERRORS = re.compile(r"does not compile \((\d+) errors?\)")
HUNK = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.M)
SOURCE = re.compile(r"\.(c|cc|cpp|cxx|h|hh|hpp|hxx|ipp|inl|ixx|ts|def)$")
AROUND = 3
# How a file of a project is compiled; paths are within the project.
FLAGS = {
    "asio": ["-std=c++20", "-isystem", "asio/include", "-isystem", "include", "-DASIO_STANDALONE", "-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"],
    "beast": ["-std=c++20", "-Iinclude", "-Itest", "-Iexample", "-Itest/extras/include", "-I."],
    # Its headers lean on what other headers included before them, and on what Clang took before its release 19.
    "cinatra": ["-std=c++20", "-Iinclude", "-I.", "-isystem", "include/cinatra/ylt/thirdparty", "-isystem", "include/cinatra/ylt",
                "-isystem", "thirdparty/asio", "-isystem", "thirdparty/async_simple", "-DCINATRA_ENABLE_SSL",
                "-Wno-missing-template-arg-list-after-template-kw", "-include", "functional",
                "-include", "string", "-include", "vector", "-include", "map"],
    "drogon": ["-std=c++20", "-include", "prelude.h", "-I.", "-Ilib/inc", "-Itrantor", "-Inosql_lib/redis/inc", "-Iorm_lib/inc", "-Ilib/src", "-Itrantor/trantor"],
    "libcoro": ["-std=c++20", "-Iinclude", "-Iinc"],
    "libuv": ["-std=gnu17", "-Iinclude", "-Itest", "-Isrc", "-D_GNU_SOURCE"],
    "trantor": ["-std=c++17", "-DUSE_OPENSSL", "-I.", "-Itrantor", "-Itrantor/net", "-Itrantor/net/inner", "-Itrantor/utils"],
    "uvw": ["-std=c++17", "-Isrc"],
    "workflow": ["-std=c++17", "-Isrc", "-Isrc/include", "-Isrc/kernel", "-Isrc/factory", "-Isrc/manager", "-Isrc/protocol", "-Isrc/util",
                 "-Isrc/client", "-Isrc/server", "-Isrc/nameservice"],
}
# More flags to be tried one after another until it compiles: cinatra took Boost's Asio, and later brought its own.
ALTERNATIVES = {"cinatra": [["-DASIO_STANDALONE"], []]}
# Clones whose sources lie in a folder of the project, at the commit that the project names.
SUBMODULES = {"drogon": {"trantor": "trantor"}}
# Headers that the project's build makes, and one that compilers no longer have.
GENERATED = {
    "asio": {"asio/include/experimental/coroutine": "#pragma once\n#include <coroutine>\nnamespace std::experimental {\n"
             "using std::coroutine_handle; using std::coroutine_traits; using std::suspend_always; using std::suspend_never;\n}\n"},
    "drogon": {"prelude.h": "#ifdef __cplusplus\n#include <any>\nusing std::any;\nusing std::any_cast;\n#endif\n",
               "lib/inc/drogon/exports.h": "#define DROGON_EXPORT\n", "trantor/trantor/exports.h": "#define TRANTOR_EXPORT\n", "trantor/trantor/utils/config.h": "",
               "lib/inc/drogon/config.h": "#define USE_POSTGRESQL 1\n#define USE_SQLITE3 1\n#define USE_REDIS 1\n"},
    "libcoro": {"include/coro/export.hpp": "#define CORO_EXPORT\n"},
    "trantor": {"trantor/exports.h": "#define TRANTOR_EXPORT\n"},
}


@dataclass(frozen=True)
class Fix:
    project: str
    commit: str
    file: str
    kind: str
    through: str = ""


def read_fixes(text: str) -> list[Fix]:
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    wrong = [row for row in rows if len(row) not in (4, 5)]
    if wrong:
        sys.exit(f"recall_fixes.tsv: expected project, commit, file, kind and perhaps a unit, found '{' '.join(wrong[0])}'")
    return [Fix(*row) for row in rows]


def repository(clones: Path, project: str) -> Path:
    for name in (project, f"{project}.git"):
        if (clones / name).exists():
            return clones / name
    sys.exit(f"no clone of {project} in '{clones}'")


def git(repo: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(repo), *arguments], capture_output=True, text=True, errors="replace", check=False,
                          env=os.environ | {"GIT_NO_LAZY_FETCH": "1"})
    if done.returncode != 0:
        sys.exit(f"git {arguments[0]} in '{repo}': {done.stderr.strip()}")
    return done.stdout


def unpack(repo: Path, revision: str, folder: Path) -> None:
    """All sources of a revision. Blobs that a partial clone lacks are left out."""
    listed = git(repo, "ls-tree", "-r", "-z", "--format=%(objecttype) %(objectname) %(path)", revision).split("\0")
    blobs = [line.split(" ", 2)[1:] for line in listed if line.startswith("blob ") and SOURCE.search(line)]
    asked = "".join(f"{name}\n" for name, _ in blobs).encode()
    answer = subprocess.run(["git", "-C", str(repo), "cat-file", "--batch"], input=asked, capture_output=True, check=False,
                            env=os.environ | {"GIT_NO_LAZY_FETCH": "1"}).stdout
    place = 0
    for _, path in blobs:
        end = answer.index(b"\n", place)
        head, place = answer[place:end].split(), end + 1
        if head[-1] == b"missing":
            continue
        size = int(head[2])
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(answer[place:place + size])
        place += size + 1


def unpack_project(clones: Path, project: str, revision: str, folder: Path) -> None:
    repo = repository(clones, project)
    unpack(repo, revision, folder)
    for path, other in SUBMODULES.get(project, {}).items():
        listed = git(repo, "ls-tree", revision, path).split()
        if listed and listed[1] == "commit":
            unpack(repository(clones, other), listed[2], folder / path)


def changed_lines(diff: str) -> tuple[set[int], set[int]]:
    """The lines of the parent and of the fix that a diff without context speaks of, and some around them."""
    before, after = set(), set()
    for start, count, new_start, new_count in HUNK.findall(diff):
        before |= set(range(int(start) - AROUND, int(start) + int(count or 1) + AROUND))
        after |= set(range(int(new_start) - AROUND, int(new_start) + int(new_count or 1) + AROUND))
    return before, after


def findings(lint: str, folder: Path, fix: Fix, headers: list[Path], newer: list[Path]) -> set[tuple[int, str]] | None:
    """Of the first way to compile it that has no errors, or of the one with the fewest."""
    best = None
    for more in ALTERNATIVES.get(fix.project, [[]]):
        for folders in ([headers, newer + headers] if newer else [headers]):
            said, errors = look(lint, folder, fix, folders, more)
            if best is None or errors < best[1]:
                best = said, errors
            if errors == 0:
                return said
    return best[0]


def look(lint: str, folder: Path, fix: Fix, headers: list[Path], more: list[str]) -> tuple[set[tuple[int, str]] | None, int]:
    """Line and check of what is said about the file, null where the linter could not read it; and the number of errors in it."""
    file = folder / fix.file
    if not file.exists():
        return set(), 0
    for path, text in GENERATED.get(fix.project, {}).items():
        if (folder / path).parent.parent.is_dir() and not (folder / path).exists():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
    unit = folder / (fix.through or fix.file)
    header = unit.suffix in (".h", ".hpp", ".ipp")
    language = ["clang-22"] if unit.suffix == ".c" else ["clang++-22", "-x", "c++"] if header else ["clang++-22"]
    flags = [flag if not flag.startswith("-I") else f"-I{folder / flag[2:]}" for flag in FLAGS.get(fix.project, ["-std=c++20"])]
    flags = [str(folder / flag) if index and flags[index - 1] == "-isystem" else flag for index, flag in enumerate(flags)]
    for header_folder in headers:
        flags += ["-isystem", str(header_folder.resolve())]
    entry = {"directory": str(folder), "file": str(unit), "arguments": [*language, *flags, *more, "-c", str(unit)]}
    (folder / "compile_commands.json").write_text(json.dumps([entry]))
    done = subprocess.run([lint, "-p", str(folder), "--header-filter", f"/{re.escape(file.name)}$", "--format", "text", str(unit)],
                          capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2):
        return None, 0
    errors = ERRORS.search(done.stderr + done.stdout)
    rows = [REPORT.match(line) for line in done.stdout.splitlines()]
    return {(int(row[2]), row[3]) for row in rows if row and Path(row[1]).name == file.name}, int(errors[1]) if errors else 0


def score(lint: str, clones: Path, fix: Fix, headers: list[Path], newer: list[Path]) -> tuple[str, str]:
    """'found and gone', 'found, still there', 'missed' or 'unreadable', and the checks."""
    repo = repository(clones, fix.project)
    before, after = changed_lines(git(repo, "diff", "-U0", f"{fix.commit}^", fix.commit, "--", fix.file))
    with tempfile.TemporaryDirectory() as name:
        unpack_project(clones, fix.project, f"{fix.commit}^", Path(name) / "before")
        unpack_project(clones, fix.project, fix.commit, Path(name) / "after")
        old, new = (findings(lint, Path(name) / part, fix, headers, newer) for part in ("before", "after"))
    if old is None or new is None:
        return "unreadable", ""
    hits = {check for line, check in old if line in before}
    left = {check for line, check in new if line in after}
    gone = sorted(hits - left)
    if gone:
        return "found and gone", ", ".join(gone)
    return ("found, still there", ", ".join(sorted(hits))) if hits else ("missed", "")


def page(rows: list[tuple[Fix, str, str]]) -> str:
    found = sum(verdict == "found and gone" for _, verdict, _ in rows)
    lines = ["## Real fixes", "", f"{found} of {len(rows)} found on the parent and gone on the fix.", "",
             "| project | fix | file | kind | verdict | checks |", "|---|---|---|---|---|---|"]
    lines += [f"| {f.project} | {f.commit} | `{f.file}` | {f.kind} | {verdict} | {checks} |" for f, verdict, checks in rows]
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clones", type=Path)
    parser.add_argument("--lint", default="unblock-lint")
    parser.add_argument("--headers", type=Path, action="append", default=[], help="more system headers")
    parser.add_argument("--newer", type=Path, action="append", default=[], help="system headers to try where a file does not compile")
    parser.add_argument("--only", default="", help="only fixes whose row contains this")
    parser.add_argument("--write", type=Path, help="write the table here instead of on the terminal")
    options = parser.parse_args()
    fixes = [f for f in read_fixes((HERE / "recall_fixes.tsv").read_text()) if options.only in "\t".join(vars(f).values())]
    if not fixes:
        sys.exit("no fix matches")
    rows = []
    for fix in fixes:
        rows.append((fix, *score(options.lint, options.clones, fix, options.headers, options.newer)))
        print(f"{fix.project} {fix.commit} {rows[-1][1]} {rows[-1][2]}", file=sys.stderr)
    text = page(rows)
    if options.write:
        options.write.write_text(text)
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
