#!/usr/bin/env python3
"""Makes docs/checks.md from `unblock-lint --list-checks` and the checks' pages: checks_page.py > docs/checks.md."""

import faces


def page() -> str:
    lines = ["# The checks", "",
             "Made by `tests/lint/checks_page.py` from the table of checks and their pages; do not edit.", "",
             "`unblock-lint --explain CHECK` prints a page on the terminal. `--checks=GLOBS` and `.clang-tidy` choose; `NOLINT` silences.",
             "", "| check | finds |", "|---|---|"]
    for text in faces.run_driver(["--list-checks"]).stdout.splitlines():
        check, summary = text.split(maxsplit=1)
        folder = check.removeprefix("async-").replace("-", "_")
        lines.append(f"| [{check}](../lint/checks/{folder}/README.md) | {summary} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(page(), end="")
