#!/usr/bin/env python3
"""The check pages: their sections, and their examples, which must be found where they are bad and clean where they are good."""

import re
import tempfile
import unittest
from pathlib import Path

import faces

SECTIONS = ["Finds", "Why", "Example", "Instead", "Silent when", "Severity", "Options"]
CODE = re.compile(r"^## (Example|Instead)\n\n```cpp\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class PagesTest(unittest.TestCase):
    def test_sections(self) -> None:
        for page in sorted(faces.CHECKS.glob("*/README.md")):
            text = page.read_text()
            self.assertEqual(text.splitlines()[0], "# async-" + page.parent.name.replace("_", "-"))
            self.assertEqual(re.findall(r"^## (.*)$", text, re.MULTILINE), SECTIONS, page)

    def test_explain_prints_the_page(self) -> None:
        done = faces.run_driver(["--explain", "async-blocking-call"])
        self.assertEqual(done.stdout, (faces.CHECKS / "blocking_call" / "README.md").read_text())

    def test_examples(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            for page in sorted(faces.CHECKS.glob("*/README.md")):
                for kind, code in CODE.findall(page.read_text()):
                    (folder / f"{page.parent.name}_{kind}.cpp").write_text(code)
            files = sorted(folder.glob("*.cpp"))
            done = faces.run_driver(["--quiet", "--checks=async-*", *files, "--", "-std=c++20"])
            self.assertEqual(done.stderr, "")
            listed = faces.run_driver(["--list-checks"]).stdout.splitlines()
            off = {line.split()[0] for line in listed if line.endswith("Off by default.")}
            self.assertTrue(off)
            found: dict[str, set[str]] = {file.stem: set() for file in files}
            for finding in faces.parse(done.stdout):
                found[Path(finding.file).stem].add(finding.check)
            for stem, checks in found.items():
                with self.subTest(example=stem):
                    folder_name, kind = stem.rsplit("_", 1)
                    own = "async-" + folder_name.replace("_", "-")
                    counted = {check for check in checks if check == own or check not in off}
                    self.assertEqual(counted, {own} if kind == "Example" else set())


if __name__ == "__main__":
    unittest.main()
