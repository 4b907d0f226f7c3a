"""Writes the score as Markdown. Knows what a score looks like, not how it came about."""

from collections import Counter
from datetime import date

INTRODUCTION = """# Recall: what the linter finds in the corpus

Made on {date} by `tests/lint/corpus/score.py --lint build/release/bin/unblock-lint --write docs/lint-recall.md`; do not edit.
A test keeps the first two columns from falling: `tests/lint/corpus/floor.txt`.

The corpus in `tests/lint/corpus/` holds {bad} bad cases, each with a good twin that does the same thing rightly: {files} small
files for Asio, Beast, libuv (C and C++), the standard library, POSIX, client libraries, and task types in the shape of cppcoro,
libcoro, folly, stdexec, QCoro, Seastar and Cobalt beside hand-written ones. We wrote it to find our own gaps, so it is a list of
what the checks are for, not a fair sample of the world's bugs; `lint-precision.md` shows real projects.

*Found*: of unblock-lint, every expected line of the bad case was reported by the expected check. Of the other tools we ask less:
any related diagnostic anywhere in the bad case counts. *False alarms*: good cases with a diagnostic; for unblock-lint also bad
cases in which it reports more than expected.

clang-tidy runs with every check that has to do with coroutines, ignored results, concurrency, locks or lifetimes, and is told the
corpus' task types where a check works from a list; the list is `TIDY_CHECKS` in `tests/lint/corpus/tools.py`.
"""


def table(corpus, scores) -> str:
    """One row per check, two columns per tool, a row of sums."""
    groups = Counter(case.file.parent.name for cases in corpus.values() for case in cases if case.bad)
    heads = [f"{s.title}: found | false alarms" for s in scores]
    lines = ["| check | cases | " + " | ".join(heads) + " |", "|---" * (2 + 2 * len(scores)) + "|"]
    for group, count in groups.items():
        cells = [f"{s.hits[group]} | {s.alarms[group]}" for s in scores]
        lines.append(f"| `async-{group.replace('_', '-')}` | {count} | " + " | ".join(cells) + " |")
    sums = [f"**{s.hits.total()}** | **{s.alarms.total()}**" for s in scores]
    lines.append(f"| **all** | **{groups.total()}** | " + " | ".join(sums) + " |")
    return "\n".join(lines)


def details(score, root) -> str:
    """Every miss and every false alarm of one tool, a line each."""
    lines = [f"missed       {case.label()}" for case in score.missed]
    for report in score.false_alarms:
        where = report.file.relative_to(root) if report.file.is_relative_to(root) else report.file
        lines.append(f"false alarm  {where}:{report.line}: {report.message} [{report.check}]")
    return "\n".join(lines)


def markdown(corpus, scores) -> str:
    bad = sum(case.bad for cases in corpus.values() for case in cases)
    text = INTRODUCTION.format(date=f"{date.today():%-d %B %Y}", bad=bad, files=len(corpus)) + "\n" + table(corpus, scores) + "\n"
    if scores[0].missed:
        text += "\n## What unblock-lint misses\n\n"
        text += "\n".join(f"- `{case.label()}`" for case in scores[0].missed) + "\n"
    return text
