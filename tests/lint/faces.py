"""The two faces of the linter, run as a user runs them: unblock-lint, and clang-tidy-22 with the plugin."""

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CHECKS = ROOT / "lint" / "checks"
FLAGS = ["-std=c++20", f"-I{ROOT / 'tests' / 'lint' / 'corpus' / 'include'}"]
FINDING = re.compile(r"^(.+?):(\d+):\d+: (warning|error): (.*?) \[([^\[\]]+)\]$")


@dataclass(frozen=True)
class Finding:
    file: str
    line: int
    check: str
    message: str


def build_folder() -> Path:
    return Path(os.environ.get("UNBLOCK_BUILD", ROOT / "build" / "lint-dev"))


def driver() -> Path:
    return build_folder() / "bin" / "unblock-lint"


def plugin() -> Path:
    return build_folder() / "lib" / "unblock-tidy.so"


def parse(text: str) -> list[Finding]:
    found = []
    for line in text.splitlines():
        match = FINDING.match(line)
        if match:
            found.append(Finding(match[1], int(match[2]), match[5].split(",")[0], match[4]))
    return found


def run(arguments: list, folder: Path = ROOT, stdin: str | None = None) -> subprocess.CompletedProcess:
    return subprocess.run([str(a) for a in arguments], cwd=folder, capture_output=True, text=True, check=False, input=stdin)


def run_driver(arguments: list, folder: Path = ROOT) -> subprocess.CompletedProcess:
    return run([driver(), *arguments], folder)


def run_plugin(file: Path, checks: str, flags: list[str], *options: str) -> subprocess.CompletedProcess:
    return run(["clang-tidy-22", f"-load={plugin()}", f"--checks=-*,{checks}", "--quiet", *options, file, "--", *flags])
