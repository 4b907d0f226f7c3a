#!/usr/bin/env python3
"""unblock-lint does no harm: not to source files, not by flags of a database, and leaves no process behind."""

import json
import os
import signal
import stat
import subprocess
import time
import unittest
from pathlib import Path

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase
from stream_test import ENDLESS, ENDLESS_FLAGS

FIXED = LOST.replace("  save();", "  co_await save();")
SHARED = '#pragma once\n#include "lazy_task.h"\n#ifdef PLAIN\ninline void save() {}\n#else\nLazy<void> save();\n#endif\ninline Lazy<void> run() {\n  save();\n  co_return;\n}\n'
BOMB = "#define A0 x + x + x + x\n" + "".join(f"#define A{i} A{i - 1} + A{i - 1}\n" for i in range(1, 60)) + "int x;\nint y = A59;\n"
HOSTILE = {
    "deep": "[" * 100_000,
    "deep map": "".join(" " * i + "a:\n" for i in range(5000)),
    "bytes": "\x00\xff\x1b[2J" * 1000,
    "a long name": "Checks: '" + "x" * 2_000_000 + "'\n",
    "a regular expression without end": "Checks: '-*,async-*'\nHeaderFilterRegex: '" + "(" * 50_000 + "'\n",
    "a number": "InheritParentConfig: 99999999999999999999999999\n",
    "many options": "CheckOptions:\n" + "".join(f"  async-blocking-call.x{i}: '{i}'\n" for i in range(20_000)),
    "aliases that grow": "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 8)}]\n" for i in range(10)),
}


class FixTest(LintCase):
    def fix_while(self, change, *names):
        """Lints names and slow.cc, which is read last and waits until `change` has happened."""
        os.mkfifo(self.folder / "gate.h")
        self.write("slow.cc", '#include "gate.h"\n')
        self.database(*names, "slow.cc")
        process = subprocess.Popen([faces.driver(), "-j1", "--fix", "--cache", "off"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        with open(self.folder / "gate.h", "w", encoding="utf-8") as gate:  # opens when Clang does
            change()
            gate.write("int gate;\n")
        out, err = process.communicate(timeout=100)
        return process.returncode, out, err

    def test_a_file_that_was_saved_meanwhile_is_refused_and_the_others_are_fixed(self) -> None:
        first, second = self.write("a.cc", LOST), self.write("b.cc", LOST.replace("run", "walk"))
        saved = "// two lines\n// in front\n" + LOST
        code, out, err = self.fix_while(lambda: first.write_text(saved), "a.cc", "b.cc")
        self.assertEqual(code, 2, out + err)
        self.assertEqual(first.read_text(), saved)
        self.assertIn("  co_await save();\n", second.read_text())
        self.assertIn(f"'{first}' changed since it was linted", err)
        self.assertIn("applied 1 fix\n", err)
        self.assertIn("1 finding", out)  # the one that was not fixed

    def test_a_file_of_the_same_size_is_another_one_too(self) -> None:
        file = self.write("a.cc", LOST)
        code, _, _ = self.fix_while(lambda: file.write_text(LOST.replace("run", "RUN")), "a.cc")
        self.assertEqual((code, file.read_text()), (2, LOST.replace("run", "RUN")))

    def test_a_file_that_is_gone_is_said(self) -> None:
        file = self.write("a.cc", LOST)
        code, _, err = self.fix_while(file.unlink, "a.cc")
        self.assertEqual(code, 2)
        self.assertIn("a.cc", err)
        self.assertFalse(file.exists())

    def test_hard_links_symbolic_links_and_modes_stay(self) -> None:
        file = self.write("real/a.cc", LOST)
        file.chmod(0o640)
        os.link(file, self.folder / "twin.cc")
        (self.folder / "a.cc").symlink_to(file)
        self.database("a.cc")
        self.assertEqual(self.lint("--fix").returncode, 0)
        self.assertEqual((self.folder / "twin.cc").read_text(), FIXED)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o640)
        self.assertTrue((self.folder / "a.cc").is_symlink())
        self.assertEqual(file.stat().st_ino, (self.folder / "twin.cc").stat().st_ino)

    def test_a_file_that_cannot_be_written_is_said_and_the_others_are_fixed(self) -> None:
        names = [self.write("locked/a.cc", LOST), self.write("b.cc", LOST.replace("run", "walk"))]
        self.database("locked/a.cc", "b.cc")
        if subprocess.run(["chattr", "+i", names[0]], capture_output=True, check=False).returncode != 0:
            self.skipTest("no immutable files here")
        self.addCleanup(subprocess.run, ["chattr", "-i", names[0]], check=False)
        done = self.lint("--fix")
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertEqual(names[0].read_text(), LOST)
        self.assertIn("  co_await save();\n", names[1].read_text())
        self.assertIn("applied 1 fix\n", done.stderr)

    def test_a_shared_header_is_fixed_where_all_files_agree(self) -> None:
        header = self.write("p.h", SHARED)
        for name, before in (("a.cc", ""), ("b.cc", "int other;\n")):
            self.write(name, before + '#include "p.h"\n')
        self.database("a.cc", "b.cc")
        done = self.lint("--fix")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(header.read_text().count("co_await save();"), 1)
        self.assertIn("applied 1 fix\n", done.stderr)

    def test_and_not_where_it_would_break_one_of_them(self) -> None:
        header = self.write("p.h", SHARED)
        self.write("a.cc", '#include "p.h"\n')
        self.write("b.cc", '#define PLAIN\n#include "p.h"\n')
        self.database("a.cc", "b.cc")
        for _ in range(2):  # the second time from the cache
            done = self.lint("--fix", "--cache", "cache")
            self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
            self.assertEqual(header.read_text(), SHARED)
            self.assertIn("applied 0 fixes; 1 not: other files that include the place do not ask for it\n", done.stderr)


class MountTest(LintCase):
    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_source_that_is_mounted_is_fixed(self) -> None:
        outside, inside = self.write("elsewhere/a.cc", LOST), self.write("a.cc", "")
        if subprocess.run(["mount", "--bind", outside, inside], capture_output=True, check=False).returncode != 0:
            self.skipTest("nothing can be mounted here")
        try:
            self.database("a.cc")
            done = self.lint("--fix")
            self.assertIn("applied 1 fix\n", done.stderr)
            self.assertIn("co_await save();", outside.read_text())
            self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["a.cc", "build", "elsewhere"])
        finally:
            subprocess.run(["umount", inside], check=True)


ESCAPE = "a\x1b]0;owned\x07\x1b[31m\rred.cc"


class TerminalTest(LintCase):
    def test_no_name_and_no_source_moves_the_cursor(self) -> None:
        self.write(ESCAPE, SLEEPY + '#error "\x1b[31mred"\n' + "void f() { " + "sleep(1); /* \x1b[2J */ }\n")
        self.write("y\x1b[2J.yaml", "x: [")
        self.database(ESCAPE)
        for arguments in ([], ["--format", "github"], ["--format", "json"], ["--fix"], [ESCAPE + "x"], ["--checks", ESCAPE], ["--format", ESCAPE], ["-p", ESCAPE], ["--explain", ESCAPE],
                          ["--" + ESCAPE], ["--" + ESCAPE + "="], ["--model", "y\x1b[2J.yaml"], ["--baseline", ESCAPE], ["-o", ESCAPE], ["--since", ESCAPE]):
            with self.subTest(arguments):
                done = self.lint(*arguments)
                self.assertIn(done.returncode, (1, 2), done.stderr)
                self.assertFalse([c for c in done.stdout + done.stderr if ord(c) < 32 and c not in "\n\t"], done.stdout + done.stderr)


class OutputTest(LintCase):
    def test_what_is_read_is_not_written_over(self) -> None:
        self.write("a.cc", LOST)
        self.write("other.h", CLEAN)
        self.write("known.json", '{"tool": "unblock-lint", "known": []}\n')
        self.write("own.yaml", "library: own\n")
        os.link(self.folder / "a.cc", self.folder / "twin.txt")
        self.database("a.cc")
        before = {file: file.read_bytes() for file in self.folder.rglob("*") if file.is_file()}
        for arguments in (["-o", "a.cc"], ["-o", "twin.txt"], ["-o", "build/compile_commands.json"], ["-o", "known.json", "--baseline", "known.json"],
                          ["-o", "own.yaml", "--model", "own.yaml"], ["--baseline", "a.cc", "--write-baseline"]):
            with self.subTest(arguments):
                self.assert_complains(self.lint(*arguments), "it is one of the inputs")
        self.assert_complains(self.lint("-o", "other.h"), "'other.h': it is a source file")
        self.assertEqual({file: file.read_bytes() for file in self.folder.rglob("*") if file.is_file()}, before)

    def test_the_ninja_file_of_a_build_stays(self) -> None:
        self.write("a.cc", CLEAN)
        self.database("a.cc")
        theirs = self.write("build/build.ninja", "rule cxx\n")
        self.assert_complains(self.lint("--ninja", "build", "-p", "build"), "it was written by another program; give --ninja a folder of its own")
        self.assertEqual(theirs.read_text(), "rule cxx\n")
        for _ in range(2):
            self.assertEqual(self.lint("--ninja", "lint", "-p", "build").returncode, 0)

    def test_an_empty_name_is_no_name(self) -> None:
        self.write("a.cc", CLEAN)
        self.database("a.cc")
        for option in ("-o", "-p", "--baseline", "--model", "--facts-out", "--ninja", "--root"):
            with self.subTest(option):
                self.assert_complains(self.lint(option, ""), "a name is expected, and it is empty")


class DatabaseTest(LintCase):
    def test_flags_that_write_files_write_none(self) -> None:
        self.write("a.cc", CLEAN)
        self.write("inc/module.modulemap", 'module M { header "m.h" }\n')
        self.write("inc/m.h", "int m();\n")
        flags = ["-MD", "-MF", "a.d", "-Wp,-MD,wp.d", "--serialize-diagnostics", "a.dia", "-Xclang", "-dependency-file", "-Xclang", "x.d", "-Xclang",
                 "-stats-file=stats.json", "-save-stats=cwd", "-ftime-trace=trace.json", "-save-temps=cwd", "-MJ", "a.json", "-gen-cdb-fragment-path", "cdb",
                 "-fmodules", "-fmodules-cache-path=modules", "-Iinc", "-fproc-stat-report=proc.txt", "-fcrash-diagnostics-dir=crash",
                 "-Xclang", "-header-include-file", "-Xclang", "headers.txt", "-Xclang", "-diagnostic-log-file", "-Xclang", "log.txt", "-fdump-tree-all"]
        self.database("a.cc", flags=flags)
        before = sorted(self.folder.rglob("*"))
        done = self.lint("--cache", "off")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertEqual(sorted(self.folder.rglob("*")), before)

    def test_a_missing_directory_is_a_sentence(self) -> None:
        self.write("a.cc", CLEAN)
        for entry in ({"file": "a.cc", "arguments": ["c++", "-c", "a.cc"]}, 5):
            self.write("build/compile_commands.json", json.dumps([entry]))
            self.assert_complains(self.lint(), "compile_commands.json")
        self.write("build/compile_commands.json", json.dumps([{"directory": "/nowhere", "file": str(self.folder / "a.cc"), "arguments": ["c++", "-c", "a.cc"]}]))
        done = self.lint()
        self.assertEqual(done.returncode, 2)
        self.assertIn("'/nowhere', does not exist", done.stderr)

    def test_a_database_nested_without_end_is_a_sentence(self) -> None:
        self.write("a.cc", CLEAN)
        for text in ("[" * 100_000, "[" * 100_000 + "]" * 100_000, '[{"directory": ' + '{"a":' * 100_000):
            self.write("build/compile_commands.json", text)
            self.assert_complains(self.lint(), "compile_commands.json", "nested more than 200 deep")

    def test_a_build_file_that_is_none_is_not_waited_for(self) -> None:
        self.write("a.cc", CLEAN)
        self.database("a.cc")
        os.mkfifo(self.folder / "build/build.ninja")
        self.assertEqual(self.lint().returncode, 0)

    def test_response_files_are_read(self) -> None:
        self.write("a.cc", "#ifndef ONE\n#error no\n#endif\n#ifndef TWO\n#error no\n#endif\n" + CLEAN)
        self.write("inner.rsp", "-DTWO")
        self.write("flags.rsp", "-DONE @inner.rsp")
        self.database("a.cc", flags=["@flags.rsp"])
        self.assertEqual(self.lint().returncode, 0)
        done = self.lint(self.folder / "a.cc", "--", *faces.FLAGS, "@flags.rsp")
        self.assertEqual(done.returncode, 0, done.stderr)
        os.mkfifo(self.folder / "pipe.rsp")
        for name in ("pipe.rsp", "/dev/zero"):
            self.database("a.cc", flags=["@" + name])
            self.assert_complains(self.lint(), f"the file of flags '{name}' of its compile command cannot be read")
        self.database("a.cc", flags=["@gone.rsp"])
        self.assert_complains(self.lint(), "the file of flags 'gone.rsp' of its compile command cannot be read")

    def test_a_hostile_configuration_ends_in_a_sentence(self) -> None:
        self.write("a.cc", SLEEPY)
        self.database("a.cc")
        for name, text in HOSTILE.items():
            with self.subTest(name):
                self.write(".clang-tidy", text)
                done = self.lint("--cache", "off")
                self.assertIn(done.returncode, (0, 1, 2), done.stderr[-2000:])
                self.assertLess(len(done.stderr), 4000)
                self.assertNotIn("\x1b", done.stderr)
                if done.returncode == 2:
                    self.assertIn("unblock-lint: ", done.stderr)
                self.assertNotIn("crashed", done.stderr)
        (self.folder / ".clang-tidy").unlink()
        (self.folder / ".clang-tidy").mkdir()
        self.assertIn(self.lint().returncode, (1, 2))
        (self.folder / ".clang-tidy").rmdir()
        os.mkfifo(self.folder / ".clang-tidy")
        self.assertIn(self.lint().returncode, (1, 2))


class ProcessTest(LintCase):
    def test_a_file_that_grows_without_end_is_named(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("bomb.cc", BOMB)
        self.database("a.cc", "bomb.cc")
        done = self.lint("--file-memory", "512")
        self.assertEqual(done.returncode, 2)
        self.assertIn("bomb.cc: it needs more than 512 MiB of memory; --file-memory gives it more", done.stderr)
        self.assertIn("a.cc:4:3: warning: 'sleep' waits", done.stdout)
        self.assert_complains(self.lint("--file-memory", "3"), "--file-memory must be at least 128")

    def children(self, process: int) -> list[int]:
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]

    def test_children_end_with_their_parent(self) -> None:
        self.write("a.cc", "#include <string>\n" + ENDLESS)
        self.write("b.cc", "#include <string>\n" + ENDLESS)
        self.database("a.cc", "b.cc", flags=ENDLESS_FLAGS)
        for arguments in (["-j2"], ["-j2", "--shared-prefix"]):
            with self.subTest(arguments):
                driver = subprocess.Popen([faces.driver(), *arguments, "--cache", "off"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                deadline = time.monotonic() + 60
                while len(self.children(driver.pid)) < 2 and time.monotonic() < deadline:
                    time.sleep(0.02)
                children = self.children(driver.pid)
                driver.send_signal(signal.SIGKILL)
                driver.wait()
                while any(self.is_there(child) for child in children) and time.monotonic() < deadline:
                    time.sleep(0.02)
                self.assertEqual([child for child in children if self.is_there(child)], [])

    def is_there(self, process: int) -> bool:
        try:
            return "unblock-lint" in Path(f"/proc/{process}/stat").read_text()
        except OSError:
            return False


if __name__ == "__main__":
    unittest.main()
