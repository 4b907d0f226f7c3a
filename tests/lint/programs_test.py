#!/usr/bin/env python3
"""Lints small programs of several files, each twice: with bad.cc, where every `// expect: CHECK` must be reported at its line and nothing
else, and with good.cc in its place, where nothing must be. programs/README.md says what a program is."""

import json
import re
import sys
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faces

PROGRAMS = Path(__file__).resolve().parent / "programs"
EXPECT = re.compile(r"// expect: (async-[\w-]+)")
TWINS = ("bad", "good")


def programs() -> list[Path]:
    return sorted(folder for folder in PROGRAMS.iterdir() if folder.is_dir() and folder.name != "include")


def files_of(program: Path, twin: str) -> list[Path]:
    other = TWINS[1 - TWINS.index(twin)]
    return sorted(file for file in program.iterdir() if file.suffix in (".cc", ".c") and file.stem != other)


def expected(program: Path, twin: str) -> list[tuple[str, int, str]]:
    if twin == "good":
        return []
    places = []
    for file in sorted(program.iterdir()):
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if (match := EXPECT.search(line)) and file.stem != "good":
                places.append((file.name, number, match[1]))
    return places


def database(folder: Path, files: list[Path]) -> None:
    entries = []
    for file in files:
        language = ["clang"] if file.suffix == ".c" else ["clang++", "-std=c++20"]
        entries.append({"directory": str(file.parent), "file": str(file),
                        "arguments": [*language, "-isystem", str(PROGRAMS / "include"), "-c", str(file)]})
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def lint(program: Path, twin: str, *options: str) -> tuple[list[tuple[str, int, str]], str]:
    with tempfile.TemporaryDirectory() as name:
        database(Path(name), files_of(program, twin))
        done = faces.run_driver(["-p", name, "-j1", "--checks=async-*", "-q", *options])
    found = sorted({(Path(f.file).name, f.line, f.check) for f in faces.parse(done.stdout)})
    return found, done.stdout + done.stderr


class ProgramsTest(unittest.TestCase):
    def test_every_program_and_its_twin(self) -> None:
        cases = [(program, twin) for program in programs() for twin in TWINS]
        self.assertGreaterEqual(len(cases), 40)
        with ThreadPoolExecutor(2) as pool:
            results = pool.map(lambda case: lint(*case), cases)
        for (program, twin), (found, output) in zip(cases, results, strict=True):
            with self.subTest(program=program.name, twin=twin):
                self.assertEqual(found, expected(program, twin), output)

    def test_programs_are_whole(self) -> None:
        for program in programs():
            with self.subTest(program=program.name):
                for twin in TWINS:
                    self.assertGreater(len(files_of(program, twin)), 1, "a program has two files at least")
                    self.assertEqual(sum(file.stem == twin for file in files_of(program, twin)), 1)
                self.assertTrue(expected(program, "bad"), "nothing is expected")

    def test_the_chain_goes_through_all_files(self) -> None:
        _, output = lint(PROGRAMS / "chain_over_five_files", "bad")
        for note in ("'one' calls 'two' here", "'two' calls 'three' here", "'three' calls 'four' here", "'four' calls 'sleep' here"):
            self.assertIn(note, output)


if __name__ == "__main__":
    sys.argv[0] = "programs_test"
    unittest.main()
