"""Reads the corpus: which lines are a bad or a good case, and what must be reported where.

A source file holds cases, each opened by a comment line `// bad: NAME` or `// good: NAME` and lasting until the next one.
In a bad case, `// expect: CHECK` stands on each line that must be reported; `CHECK | CHECK` allows either.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

OPENING = re.compile(r"^(?://|/\*) (bad|good): (\w+)")
EXPECT = re.compile(r"(?://|/\*) expect: (async-[\w-]+(?: \| async-[\w-]+)*)")


@dataclass
class Case:
    """One bad or good case: lines `first` to `last` of `file`; `expected` maps a line to the checks that may report it."""

    file: Path
    name: str
    bad: bool
    first: int
    last: int = 0
    expected: dict[int, set[str]] = field(default_factory=dict)

    def label(self) -> str:
        return f"{self.file.parent.name}/{self.file.name} {'bad' if self.bad else 'good'}: {self.name}"


def read_cases(file: Path) -> list[Case]:
    """The cases of one file, in order. Raises ValueError on a marker in the wrong place."""
    cases: list[Case] = []
    number = 0
    for number, text in enumerate(file.read_text().splitlines(), 1):
        opening = OPENING.match(text)
        if opening:
            if cases:
                cases[-1].last = number - 1
            cases.append(Case(file, opening[2], opening[1] == "bad", number))
        expect = EXPECT.search(text)
        if expect:
            if not cases or not cases[-1].bad:
                raise ValueError(f"{file}:{number}: an `expect` outside a bad case")
            cases[-1].expected[number] = set(expect[1].split(" | "))
    if cases:
        cases[-1].last = number
    check_pairs(file, cases)
    return cases


def check_pairs(file: Path, cases: list[Case]) -> None:
    """Every bad case needs its good twin and something to expect."""
    bad = {case.name for case in cases if case.bad}
    good = {case.name for case in cases if not case.bad}
    if bad != good:
        raise ValueError(f"{file}: without a twin: {', '.join(sorted(bad ^ good))}")
    for case in cases:
        if case.bad and not case.expected:
            raise ValueError(f"{case.label()}: nothing expected")


def read_corpus(folder: Path) -> dict[Path, list[Case]]:
    """All files with cases below `folder`, by path."""
    files = sorted(p for p in folder.rglob("*") if p.suffix in (".c", ".cpp"))
    return {file: read_cases(file) for file in files}
