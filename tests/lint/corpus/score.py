#!/usr/bin/env python3
"""Scores unblock-lint, clang-tidy 22 and clang++ -Wall -Wextra on the corpus; see cases.py for the form of a case.

score.py --lint PROGRAM               the table on the terminal, with every miss and false alarm of unblock-lint
score.py --lint PROGRAM --write FILE  the same as a Markdown page
score.py --lint PROGRAM --floor       only unblock-lint; exit 1 when it finds less than floor.txt asks, or too much
score.py --lint PROGRAM --raise       only unblock-lint; write what it finds now to floor.txt, where that is more
"""

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

import page
import tools
from cases import Case, read_corpus

CORPUS = Path(__file__).resolve().parent


def strictly_found(case: Case, reports: list[tools.Report]) -> bool:
    """Every expected line was reported by a check that it allows."""
    at = {(r.line, r.check) for r in reports}
    return all(any((line, check) in at for check in checks) for line, checks in case.expected.items())


def surplus(case: Case, reports: list[tools.Report]) -> list[tools.Report]:
    return [r for r in reports if r.check not in case.expected.get(r.line, set())]


class Score:
    """What one tool did with the corpus. `strict`: the right check on the right line; else anything in the case counts."""

    def __init__(self, title: str, corpus: dict[Path, list[Case]], reports: list[tools.Report], strict: bool):
        self.title = title
        self.hits: Counter[str] = Counter()
        self.alarms: Counter[str] = Counter()
        self.missed: list[Case] = []
        self.false_alarms: list[tools.Report] = []
        for file, cases in corpus.items():
            own = [r for r in reports if r.file == file]
            for case in cases:
                self._judge(case, [r for r in own if case.first <= r.line <= case.last], strict)
            self.false_alarms += [r for r in own if strict and r.line < cases[0].first]
        self.false_alarms += [r for r in reports if strict and r.file not in corpus]

    def _judge(self, case: Case, reports: list[tools.Report], strict: bool) -> None:
        group = case.file.parent.name
        wrong = (surplus(case, reports) if strict else []) if case.bad else reports
        if case.bad and (strictly_found(case, reports) if strict else reports):
            self.hits[group] += 1
        elif case.bad:
            self.missed.append(case)
        if wrong:
            self.alarms[group] += 1
            self.false_alarms += wrong


def floor_failures(score: Score) -> list[str]:
    """What keeps the score from passing: a check below its line in floor.txt, or any false alarm."""
    failures = [f"false alarm {r.file.relative_to(CORPUS)}:{r.line}: {r.message} [{r.check}]" for r in score.false_alarms]
    for line in (CORPUS / "floor.txt").read_text().splitlines():
        group, least = line.split()
        if score.hits[group] < int(least):
            failures += [f"{group}: found {score.hits[group]} bad cases, {least} are asked"]
            failures += [f"  missed {case.label()}" for case in score.missed if case.file.parent.name == group]
    return failures


def raise_floor(score: Score) -> None:
    file = CORPUS / "floor.txt"
    known = dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}
    groups = sorted({*known, *score.hits})
    file.write_text("".join(f"{group} {max(score.hits[group], int(known.get(group, 0)))}\n" for group in groups))


def score_all(lint: str, corpus: dict[Path, list[Case]], peers: bool) -> list[Score]:
    files = list(corpus)
    with tempfile.TemporaryDirectory() as folder:
        tools.write_database(files, CORPUS, Path(folder))
        scores = [Score("unblock-lint", corpus, tools.run_unblock(lint, files, Path(folder)), True)]
        if peers and tools.present("clang-tidy-22"):
            scores.append(Score("clang-tidy 22", corpus, tools.run_clang_tidy(files, Path(folder)), False))
        if peers and tools.present("clang++-22"):
            scores.append(Score("clang++ 22 -Wall -Wextra", corpus, tools.run_clang(files, CORPUS), False))
    return scores


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", required=True, help="the unblock-lint program")
    parser.add_argument("--write", type=Path, help="write the page here")
    parser.add_argument("--floor", action="store_true", help="compare with floor.txt and run no other tool")
    parser.add_argument("--raise", dest="higher", action="store_true", help="raise floor.txt to what is found now")
    parser.add_argument("--only", default="", help="only files whose path contains this")
    options = parser.parse_args()
    corpus = {f: c for f, c in read_corpus(CORPUS).items() if options.only in str(f)}
    scores = score_all(options.lint, corpus, peers=not (options.floor or options.higher or options.only))
    if options.write:
        kept = options.write.read_text().partition("\n## Real fixes\n") if options.write.exists() else ("", "", "")
        options.write.write_text(page.markdown(corpus, scores) + kept[1] + kept[2])  # the second part is recall_run.py's
    else:
        print(page.table(corpus, scores))
        print(page.details(scores[0], CORPUS))
    if options.higher:
        raise_floor(scores[0])
    failures = floor_failures(scores[0]) if options.floor else []
    print("\n".join(failures), file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
