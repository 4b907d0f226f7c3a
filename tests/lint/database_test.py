#!/usr/bin/env python3
"""Compile databases as build systems really write them."""

import json
import shutil
import subprocess
import unittest

import faces
from lint_case import CLEAN, SLEEPY, LintCase


class DatabaseTest(LintCase):
    def entries(self, *entries: dict) -> None:
        self.write("build/compile_commands.json", json.dumps(entries))

    def entry(self, file: str, directory: str | None = None, flags: list[str] | None = None) -> dict:
        return {"directory": directory or str(self.folder), "file": file, "arguments": ["c++", *faces.FLAGS, *(flags or []), "-c", file]}

    def test_paths_are_relative_to_the_directory(self) -> None:
        (self.folder / ".git").mkdir()
        self.write("src/nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("src/a.cc", '#include "nap.h"\n')
        self.write("src/b.cc", SLEEPY)
        (self.folder / "build").mkdir()
        self.entries(self.entry("../src/a.cc", str(self.folder / "build")), self.entry("../src/b.cc", "."))
        for done in (self.lint(), faces.run_driver(["-p", "../build"], self.folder / "src"), faces.run_driver(["-p", self.folder / "build"])):
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertIn("2 findings in 2 files (2 linted)", done.stdout)
        self.assertIn("1 finding in 1 file", self.lint("src/b.cc").stdout)

    @unittest.skipUnless(shutil.which("meson"), "meson is missing: apt-get install meson")
    def test_meson(self) -> None:
        (self.folder / ".git").mkdir()
        self.write("meson.build", "project('nap', 'cpp')\nadd_project_arguments('" + "', '".join(faces.FLAGS) + "', language: 'cpp')\n"
                   "static_library('nap', 'src/nap.cc')\n")
        self.write("src/nap.cc", SLEEPY)
        subprocess.run(["meson", "setup", "build"], cwd=self.folder, check=True, capture_output=True)
        self.assertTrue(json.loads((self.folder / "build/compile_commands.json").read_text())[0]["file"].startswith("../"))
        done = self.lint()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("src/nap.cc:4:3: warning: 'sleep' waits", done.stdout)

    def test_other_languages_are_left_out_and_counted(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("start.S", ".text\n")
        self.write("app.rc", "1 ICON x\n")
        self.entries(self.entry("a.cc"), self.entry("start.S"), self.entry("app.rc"))
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (1, "left out 2 files of other languages than C and C++\n"))

    def test_commands_that_read_the_same_are_one(self) -> None:
        self.write("a.cc", SLEEPY + "#ifdef EXTRA\nLazy<void> more() {\n  sleep(2);\n  co_return;\n}\n#endif\n#ifdef BROKEN\nint x = y;\n#endif\n")
        self.entries(self.entry("a.cc", flags=["-O2", "-o", "x.o"]), self.entry("a.cc", flags=["-fPIC", "-Dlib_EXPORTS", "-o", "y.o"]))
        self.assertIn("1 finding in 1 file (1 linted)", self.lint().stdout)
        self.entries(self.entry("a.cc"), self.entry("a.cc", flags=["-DEXTRA"]), self.entry("a.cc", flags=["-DBROKEN"]))
        done = self.lint()
        self.assertIn("2 findings in 1 file (1 linted)", done.stdout)
        self.assertEqual(done.stdout.count("from a file that does not compile"), 0)
        self.assertIn("a.cc:14:9: error: use of undeclared identifier 'y'", done.stderr)

    def test_response_files(self) -> None:
        self.write("a.cc", "#ifdef FROM_FILE\n" + SLEEPY + "#endif\n")
        self.write("build/flags.rsp", "-DFROM_FILE " + " ".join(faces.FLAGS))
        self.entries({"directory": str(self.folder / "build"), "file": "../a.cc", "command": "c++ @flags.rsp @a.cc.o.modmap -c ../a.cc"})
        self.assertIn("1 finding in 1 file", self.lint().stdout)

    def test_folder_of_a_command_that_is_gone(self) -> None:
        self.write("a.cc", CLEAN)
        self.entries(self.entry(str(self.folder / "a.cc"), "/no/such/folder"))
        self.assert_complains(self.lint(), "a.cc: the folder of its compile command, '/no/such/folder', does not exist")

    def test_ten_thousand_entries(self) -> None:
        self.write("src/f9999.cc", SLEEPY)
        self.entries(*(self.entry(f"src/f{i}.cc", flags=[f"-DNAME{i}"]) for i in range(10_000)))
        self.assertIn("1 finding in 1 file (1 linted)", self.lint("src/f9999.cc").stdout)

    def test_header_gets_the_flags_of_who_includes_it(self) -> None:
        self.write("include/lib/nap.h", "#pragma once\n#ifdef WITH_NAP\n" + SLEEPY + "#endif\n")
        self.write("src/user.cc", '#include "lib/nap.h"\n')
        self.write("src/nap.cc", CLEAN)
        self.entries(self.entry("src/nap.cc"), self.entry("src/user.cc", flags=["-Iinclude", "-DWITH_NAP"]))
        done = self.lint("include/lib/nap.h")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("include/lib/nap.h:6:3: warning: 'sleep' waits", done.stdout)

    def test_header_that_nobody_includes(self) -> None:
        self.write("include/nap.h", "#pragma once\n" + SLEEPY)
        self.write("src/nap.cc", CLEAN)
        self.entries(self.entry("src/nap.cc"))
        self.assertEqual(self.lint("include/nap.h").returncode, 1)


if __name__ == "__main__":
    unittest.main()
