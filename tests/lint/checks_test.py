#!/usr/bin/env python3
"""Runs every check's test.cpp through the driver and the plugin; both must report exactly what the file expects."""

import re
import shutil
import sys
import tempfile
import unittest
from pathlib import Path

import faces

CHECKS = re.compile(r"^// checks: (.*)$", re.MULTILINE)
EXPECT = re.compile(r"^\s*// expect: (.*)$")


def expectations(file: Path) -> list[tuple[int, str]]:
    lines = file.read_text().splitlines()
    return [(number + 1, match[1]) for number, text in enumerate(lines, 1) if (match := EXPECT.match(text))]


def checks_for(folder: Path) -> str:
    """The check itself, or what the cases ask for."""
    asked = CHECKS.search((folder / "test.cpp").read_text())
    return asked[1] if asked else "async-" + folder.name.replace("_", "-")


def differences(expected: list[tuple[int, str]], found: list[faces.Finding]) -> list[str]:
    """What is missing and what is too much, one line each."""
    open_findings = {(f.line, f.message) for f in found}
    problems = []
    for line, text in expected:
        hits = [f for f in open_findings if f[0] == line and text in f[1]]
        if hits:
            open_findings -= set(hits)
        else:
            problems.append(f"line {line}: expected '{text}'")
    return problems + [f"line {line}: not expected: {message}" for line, message in sorted(open_findings)]


class ChecksTest(unittest.TestCase):
    def judge(self, folder: Path, output: str, where: str = "test.cpp") -> None:
        check = "async-" + folder.name.replace("_", "-")
        file = folder / "test.cpp"
        found = [f for f in faces.parse(output) if f.check == check and Path(f.file).name == where]
        expected = expectations(file)
        self.assertGreater(len(expected), 1, f"{file} expects too little to mean anything")
        self.assertEqual(differences(expected, found), [], f"{check}\n{output}")

    def test_driver(self) -> None:
        for folder in check_folders():
            with self.subTest(check=folder.name):
                check = "async-" + folder.name.replace("_", "-")
                done = faces.run_driver([f"--checks={checks_for(folder)}", folder / "test.cpp", "--", *faces.FLAGS])
                self.assertEqual(done.returncode, 1, done.stderr)
                self.judge(folder, done.stdout)

    def test_plugin(self) -> None:
        for folder in check_folders():
            with self.subTest(check=folder.name):
                check = "async-" + folder.name.replace("_", "-")
                done = faces.run_plugin(folder / "test.cpp", checks_for(folder), faces.FLAGS)
                self.assertNotIn("error:", done.stdout + done.stderr)
                self.judge(folder, done.stdout)

    def test_in_a_header(self) -> None:
        """The same cases in a header that is linted through a file that includes it. How headers are told is the same for all checks, so a few will do."""
        for number, folder in enumerate(check_folders()[::3]):
            with self.subTest(check=folder.name), tempfile.TemporaryDirectory() as name:
                check = "async-" + folder.name.replace("_", "-")
                shutil.copy(folder / "test.cpp", Path(name) / "cases.h")
                file = Path(name) / "user.cpp"
                file.write_text('#include "cases.h"\n')
                self.judge(folder, faces.run_driver([f"--checks={checks_for(folder)}", file, "--", *faces.FLAGS]).stdout, "cases.h")
                if number < 3:
                    done = faces.run_plugin(file, checks_for(folder), faces.FLAGS, "--header-filter=cases")
                    self.judge(folder, done.stdout, "cases.h")

    def test_every_folder_is_listed_by_both_faces(self) -> None:
        ids = sorted("async-" + folder.name.replace("_", "-") for folder in check_folders())
        listed = [line.split()[0] for line in faces.run_driver(["--list-checks"]).stdout.splitlines()]
        self.assertEqual(sorted(listed), ids)
        tidy = faces.run(["clang-tidy-22", f"-load={faces.plugin()}", "--checks=-*,async-*", "--list-checks"])
        self.assertEqual(sorted(line.strip() for line in tidy.stdout.splitlines() if line.startswith("    ")), ids)

    @unittest.skipUnless(shutil.which("clang-tidy-14"), "no other clang-tidy is installed")
    def test_another_host_is_told(self) -> None:
        done = faces.run(["clang-tidy-14", f"-load={faces.plugin()}", "--checks=-*,async-*", "--list-checks"])
        self.assertIn("built for clang-tidy 22, but loaded by", done.stderr)
        self.assertNotIn("async-blocking-call", done.stdout)

    def test_folders_hold_three_files(self) -> None:
        for folder in check_folders():
            self.assertEqual(sorted(f.name for f in folder.iterdir()), ["README.md", "check.cc", "test.cpp"])


def check_folders() -> list[Path]:
    return sorted(f for f in faces.CHECKS.iterdir() if f.is_dir())


if __name__ == "__main__":
    sys.argv[0] = "checks_test"
    unittest.main()
