#!/usr/bin/env python3
"""The guide's chapters name their workloads and checks: all that exist, and none that does not."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHAPTERS = sorted((ROOT / "docs/guide").glob("[0-9]*.md"))
NAMED = ("asyncio", "httpx", "requests", "create_task", "gather", "task.cancel", "async with", "async for", "Promise.all")


def named(label: str) -> list[str]:
    lines = [line for chapter in CHAPTERS for line in chapter.read_text().splitlines() if line.startswith(label + ":")]
    return sorted(name for line in lines for name in re.findall(r"`([^`]+)`", line))


class Guide(unittest.TestCase):
    def test_every_workload_is_in_one_chapter(self) -> None:
        self.assertEqual(named("Workloads"), sorted(page.stem for page in (ROOT / "bench/workloads").glob("*.md") if page.stem != "README"))

    def test_every_check_is_in_one_chapter(self) -> None:
        folders = [folder.parent.name for folder in (ROOT / "lint/checks").glob("*/check.cc")]
        self.assertEqual(named("Checks"), sorted("async-" + name.replace("_", "-") for name in folders))

    def test_what_readers_know_from_python_and_javascript_is_named(self) -> None:
        text = "".join(chapter.read_text() for chapter in CHAPTERS)
        self.assertEqual([name for name in NAMED if name not in text], [])


if __name__ == "__main__":
    unittest.main()
