"""Runs the linter and its peers over the corpus and reads what they print. Knows command lines, nothing of cases."""

import json
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

REPORT = re.compile(r"^([^\s:][^:]*):(\d+):\d+: (warning|error|fatal error): (.*?)(?: \[([^\[\]]+)\])?$")

# Everything in clang-tidy 22 that is about coroutines, ignored results, concurrency, locks or the lifetime of captures.
TIDY_CHECKS = [
    "bugprone-dangling-handle",
    "bugprone-exception-escape",
    "bugprone-return-const-ref-from-parameter",
    "bugprone-spuriously-wake-up-functions",
    "bugprone-unused-local-non-trivial-variable",
    "bugprone-unused-raii",
    "bugprone-unused-return-value",
    "bugprone-use-after-move",
    "concurrency-*",
    "cppcoreguidelines-avoid-capturing-lambda-coroutines",
    "cppcoreguidelines-avoid-reference-coroutine-parameters",
    "cppcoreguidelines-no-suspend-with-lock",
    "misc-coroutine-hostile-raii",
    "clang-analyzer-core.StackAddressEscape",
    "clang-analyzer-cplusplus.*",
    "clang-analyzer-unix.*",
    "clang-analyzer-optin.cplusplus.*",
]
# The task types of the corpus, so that the two checks that work from lists of types can do their best.
TASK_TYPES = ("::Lazy;::Eager;::cppcoro::task;::coro::task;::folly::coro::Task;::exec::task;::QCoro::Task;"
              "::QCoro::LazyTask;::seastar::future;::boost::cobalt::task;::boost::cobalt::promise;::boost::asio::awaitable")
TIDY_CONFIG = {
    "bugprone-unused-return-value.CheckedReturnTypes": TASK_TYPES,
    "bugprone-unused-local-non-trivial-variable.IncludeTypes": TASK_TYPES,
}
# Diagnostics that are about something else, also where they happen to stand in a bad case: concurrency-mt-unsafe flags every
# sleep, because sleep is not thread safe by POSIX.
UNRELATED = {"concurrency-mt-unsafe", "unused-parameter", "unused-function", "undefined-inline", "undefined-internal",
             "unused-variable", "missing-field-initializers", "pragma-once-outside-header"}


@dataclass(frozen=True)
class Report:
    """One diagnostic: `check` is the check's or warning's name without the leading -W."""

    file: Path
    line: int
    check: str
    message: str


def compile_flags(file: Path, corpus: Path) -> list[str]:
    language = ["clang-22", "-std=gnu17"] if file.suffix == ".c" else ["clang++-22", "-std=c++20"]
    return [*language, f"-I{corpus / 'include'}"]


def write_database(files: list[Path], corpus: Path, folder: Path) -> None:
    entries = [{"directory": str(corpus), "file": str(f), "arguments": [*compile_flags(f, corpus), "-c", str(f)]}
               for f in files]
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))


def parse(text: str) -> list[Report]:
    """The diagnostics in what a compiler, clang-tidy or unblock-lint prints; notes and code lines are left out."""
    found = []
    for line in text.splitlines():
        report = REPORT.match(line)
        if report:
            check = (report[5] or "").split(",")[0].removeprefix("-W")
            found.append(Report(Path(report[1]).resolve(), int(report[2]), check, report[4]))
    return found


def run(command: list[str], allowed: tuple[int, ...]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in allowed:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout + done.stderr


def each_file(files: list[Path], command) -> list[Report]:
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        texts = pool.map(lambda file: run(command(file), (0, 1)), files)
        return sorted({report for text in texts for report in parse(text)}, key=lambda r: (r.file, r.line, r.check))


def run_unblock(lint: str, files: list[Path], database: Path) -> list[Report]:
    """unblock-lint's findings. A file that it cannot do (exit 2) is said on standard error; the others count."""
    command = [lint, "-p", str(database), "--format", "text", *map(str, files)]
    text = run(command, (0, 1, 2))
    for line in text.splitlines():
        if line.startswith("unblock-lint: "):
            print(line, file=sys.stderr)
    return [r for r in parse(text) if r.check.startswith("async-")]


def run_clang_tidy(files: list[Path], database: Path) -> list[Report]:
    config = {"CheckOptions": [{"key": k, "value": v} for k, v in TIDY_CONFIG.items()]}
    command = ["clang-tidy-22", "-p", str(database), "--quiet", f"--checks=-*,{','.join(TIDY_CHECKS)}",
               f"--config={json.dumps(config)}"]
    reports = each_file(files, lambda f: [*command, str(f)])
    return [r for r in reports if "clang-diagnostic" not in r.check and r.check not in UNRELATED]


def run_clang(files: list[Path], corpus: Path) -> list[Report]:
    reports = each_file(files, lambda f: [*compile_flags(f, corpus), "-Wall", "-Wextra", "-fsyntax-only", str(f)])
    return [r for r in reports if r.check not in UNRELATED]


def present(program: str) -> bool:
    return shutil.which(program) is not None
