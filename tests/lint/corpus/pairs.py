#!/usr/bin/env python3
"""Scores unblock-lint on pairs of files: NAME_bad.* marks its mistake with `BUG`, NAME_good.* is the same code in order.

pairs.py FOLDER --lint PROGRAM [-- COMPILER FLAGS]

A bad file counts as found when a finding stands on a line with `BUG`, a good one as clean when it has none. FOLDER/include, where
it is there, is a system include path. Exit 1 when a bad file was missed or a good one reported.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import tools


def marked_lines(file: Path) -> set[int]:
    return {number for number, text in enumerate(file.read_text().splitlines(), 1) if "BUG" in text}


def pairs_in(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Each pair's name with its bad and its good file. Raises ValueError on half a pair or a bad file without a mark."""
    files = sorted(file for file in folder.glob("*_bad.*") if file.suffix in (".c", ".cpp"))
    pairs = {}
    for bad in files:
        good = bad.with_name(bad.name.replace("_bad.", "_good."))
        if not good.exists():
            raise ValueError(f"'{bad}' has no good twin")
        if not marked_lines(bad):
            raise ValueError(f"'{bad}' marks no line with BUG")
        pairs[bad.stem.removesuffix("_bad")] = (bad, good)
    return pairs


def write_database(folder: Path, files: list[Path], flags: list[str], out: Path) -> None:
    include = ["-isystem", str(folder / "include")] if (folder / "include").is_dir() else []
    entries = []
    for file in files:
        language = ["clang-22", "-std=gnu17"] if file.suffix == ".c" else ["clang++-22", "-std=c++20"]
        arguments = [*language, *include, *flags, "-c", str(file)]
        entries.append({"directory": str(folder), "file": str(file), "arguments": arguments})
    (out / "compile_commands.json").write_text(json.dumps(entries, indent=1))


def lint_one_by_one(lint: str, folder: Path, files: list[Path], flags: list[str]) -> dict[Path, list[tools.Report]]:
    """Findings by file. A run for each file: a bad file and its twin define the same names."""
    with tempfile.TemporaryDirectory() as out:
        write_database(folder, files, flags, Path(out))
        return {file: [r for r in tools.run_unblock(lint, [file], Path(out)) if r.file == file] for file in files}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lint", required=True, help="the unblock-lint program")
    parser.add_argument("--only", default="", help="only pairs whose name contains this")
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options = parser.parse_args(sys.argv[1:end])
    folder = options.folder.resolve()
    pairs = {name: files for name, files in pairs_in(folder).items() if options.only in name}
    reports = lint_one_by_one(options.lint, folder, [file for files in pairs.values() for file in files], sys.argv[end + 1:])
    found = clean = 0
    for name, (bad, good) in pairs.items():
        hits = sorted({r.check for r in reports[bad] if r.line in marked_lines(bad)})
        elsewhere = [f"{r.line} {r.check}" for r in reports[bad] if r.line not in marked_lines(bad)]
        found, clean = found + bool(hits), clean + (not reports[good])
        print(f"{'found ' if hits else 'MISSED'} {name}: {', '.join(hits) or '-'}" + (f" (also {', '.join(elsewhere)})" if elsewhere else ""))
        for report in reports[good]:
            print(f"       FALSE in {good.name}:{report.line}: {report.message} [{report.check}]")
    print(f"{found} of {len(pairs)} found, {clean} of {len(pairs)} good twins clean")
    return 0 if found == clean == len(pairs) else 1


if __name__ == "__main__":
    sys.exit(main())
