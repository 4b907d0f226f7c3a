#!/usr/bin/env python3
"""Facts that travel: shards, the collector under the command line of a compiler, Ninja and ccache. Each way gives the bytes of one run."""

import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase
from programs_test import LOOP, PROGRAMS, sources, write_database

COLLECTOR = faces.build_folder() / "bin" / "unblock-clang++"


class FactsCase(LintCase):
    """Two of the programs side by side, a lost task, a file that does not compile, and a file of C."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        shutil.copy(PROGRAMS / ".unblock.yaml", self.folder)
        for name in ("chain_over_five_files", "function_of_c_elsewhere"):
            shutil.copytree(PROGRAMS / name, self.folder / name)
            (self.folder / name / "good.cc").unlink(missing_ok=True)
            (self.folder / name / "good.c").unlink(missing_ok=True)
        extra = self.folder / "chain_over_five_files"
        self.write("chain_over_five_files/lost.cc", "#include <loop.h>\nloop::Task save();\nloop::Task run() {\n  save();\n  co_return;\n}\n")
        self.write("chain_over_five_files/half.cc", '#include "gone.h"\n' + (extra / "lost.cc").read_text().replace("run", "half"))
        self.files = [f for name in ("chain_over_five_files", "function_of_c_elsewhere") for f in sources(self.folder / name)]
        write_database(self.files, self.folder / "build")
        self.whole = self.lint("--format", "json")
        self.assertGreaterEqual(len(json.loads(self.whole.stdout)["findings"]), 4, self.whole.stderr)

    def link(self, *arguments: str):
        return self.lint("link", *arguments)

    def assert_same(self, done) -> None:
        self.assertEqual((done.returncode, done.stdout), (self.whole.returncode, self.whole.stdout), done.stderr)


class ShardsTest(FactsCase):
    def test_shards_are_the_whole(self) -> None:
        for shard in (1, 2, 3):
            done = self.lint("--shard", f"{shard}/3", "--facts-out", "facts")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertNotIn("[async-", done.stdout)
        self.assertEqual(len(list((self.folder / "facts").iterdir())), len(self.files))
        self.assert_same(self.link("facts", "--format", "json"))
        self.assert_same(self.link(*sorted((self.folder / "facts").iterdir(), reverse=True), "--format", "json"))
        self.assertEqual(self.link("facts").stdout, self.lint("-j1").stdout)

    def test_facts_do_not_say_where_the_project_lies(self) -> None:
        other = self.folder / "elsewhere"
        shutil.copytree(self.folder, other, ignore=lambda _, names: [n for n in names if n in ("build", "elsewhere")])
        for folder in (self.folder, other):
            write_database([folder / f.relative_to(self.folder) for f in self.files], folder / "build")
            faces.run_driver(["--facts-out", "facts"], folder)
        ours, theirs = (sorted((folder / "facts").iterdir()) for folder in (self.folder, other))
        self.assertEqual([(f.name, f.read_bytes()) for f in ours], [(f.name, f.read_bytes()) for f in theirs])
        self.assertNotIn(str(self.folder).encode(), b"".join(f.read_bytes() for f in ours))
        moved = self.lint("link", str(other / "facts"), "--format", "json")
        self.assert_same(moved)

    def test_baselines_work_over_facts(self) -> None:
        self.lint("--facts-out", "facts")
        self.link("facts", "--baseline", "known.json", "--write-baseline")
        self.assertEqual(self.link("facts", "--baseline", "known.json").returncode, 0)
        self.assertEqual(self.lint("--baseline", "known.json").returncode, 0)

    def test_what_cannot_be_linked_is_named(self) -> None:
        self.lint("--facts-out", "facts", "-q")
        good = next((self.folder / "facts").iterdir())
        whole = good.read_bytes()
        head = json.loads(whole.split(b"\n")[0])
        other_tool = json.dumps({**head, "tool": "9.9 with LLVM 99"}).encode() + b"\n" + whole.split(b"\n", 1)[1]
        deep = b"[" * 300_000 + b"]" * 300_000
        for text, said in ((b'{"kind": ' + deep + b"}\n", "holds no facts"), (b"", "holds no facts"), (b"{}\n", "holds no facts"), (b"\x7fELF\0\0", "holds no facts"), (whole[:-7], "was cut off or changed"),
                           (whole[:40], "holds no facts"), (other_tool, "was made by 9.9 with LLVM 99, and this is"),
                           (re.sub(rb'"version":\d+', b'"version":99', whole, count=1), "make the facts anew"),
                           (whole.replace(b'"kind"', b'"king"'), "holds no facts"), (whole + b"more\n", "was cut off or changed")):
            good.write_bytes(text)
            self.assert_complains(self.link("facts"), said, good.name)
        good.write_bytes(whole)
        self.assert_complains(self.link("facts", "--model", self.write("own.yaml", "library: own\n")), "was made with other models")
        self.assert_complains(self.link("nothing.facts"), "cannot read 'nothing.facts'")
        self.assert_complains(self.link("build"), "no .facts files in 'build'")
        self.assert_complains(self.link(), "no facts to link")
        for shard in ("0/3", "4/3", "x", "1/", "/2", "1/2/3"):
            self.assert_complains(self.lint("--shard", shard, "--facts-out", "facts"), f"--shard is no part of a whole: '{shard}'")
        self.assert_complains(self.lint("--shard", "1/3"), "--facts-out")
        self.assert_complains(self.lint("--facts-out", "/proc/facts"), "cannot make the folder '/proc/facts'")


class CollectorTest(FactsCase):
    def collect(self, *arguments, folder: Path | None = None):
        return faces.run([COLLECTOR, *arguments], folder or self.folder)

    def test_it_looks_like_a_compiler(self) -> None:
        for i, file in enumerate(self.files):
            program = COLLECTOR.with_name("unblock-clang") if file.suffix == ".c" else COLLECTOR
            flags = [] if file.suffix == ".c" else ["-std=c++20"]
            done = faces.run([program, *flags, "-w", f"-I{file.parent}", LOOP, "-O2", "-g", "-c", file, "-o", f"{i}.facts", "-MD", "-MF", f"{i}.d"], self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertEqual("gone.h" in done.stderr, file.name == "half.cc", done.stderr)
        self.assert_same(self.link(*[f"{i}.facts" for i in range(len(self.files))], "--format", "json"))
        depends = (self.folder / "0.d").read_text()
        self.assertTrue(depends.startswith(f"0.facts: {self.files[0]}"), depends)
        for part in ("parts.h", ".unblock.yaml", "loop.h"):
            self.assertIn(part, depends)

    def test_what_it_cannot_do(self) -> None:
        file = self.files[0]
        for arguments, said in (([], "expected one C or C++ file"), (["-c", file, self.files[1]], "and got 2"), ([file], "give -c"),
                                (["-c", "gone.cc"], "")):
            done = self.collect(*arguments, "-o", "x.facts")
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stderr)
            self.assertFalse((self.folder / "x.facts").exists())
        self.assertIn("unblock-clang++ ", self.collect("--version").stdout)

    def test_what_was_packed_says_the_same(self) -> None:
        """-E packs all that is read into one text; facts made of it are those made here, also after the project is gone."""
        flags = {f: [*([] if f.suffix == ".c" else ["-std=c++20"]), "-w", f"-I{f.parent}", LOOP, "-O2"] for f in self.files}
        for i, file in enumerate(self.files):
            self.assertEqual(self.collect(*flags[file], "-c", file, "-o", f"{i}.facts").returncode, 0)
            done = self.collect(*flags[file], "-E", file, "-o", f"{i}.ii", "-MD", "-MF", f"{i}.d")
            self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
            depends = (self.folder / f"{i}.d").read_text().replace("\\\n", "").split()[1:]
            self.assertEqual([path for path in depends if not Path(path).exists()], [], "each of them is there")
            self.assertIn(str(self.folder / ".unblock.yaml"), depends)
        self.assertEqual(self.collect(*flags[self.files[0]], "-E", self.files[0]).stdout, (self.folder / "0.ii").read_text())
        with tempfile.TemporaryDirectory() as name:
            elsewhere = Path(name)
            for i in range(len(self.files)):
                shutil.move(self.folder / f"{i}.ii", elsewhere)
                shutil.move(self.folder / f"{i}.facts", elsewhere)
            for file in self.files:
                shutil.rmtree(file.parent, ignore_errors=True)
            for i in range(len(self.files)):
                done = self.collect("-c", f"{i}.ii", "-o", f"{i}.again", "-MD", "-MF", f"{i}.d", folder=elsewhere)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual((elsewhere / f"{i}.again").read_bytes(), (elsewhere / f"{i}.facts").read_bytes(), self.files[i])
            self.assertEqual([f for f in Path(tempfile.gettempdir()).glob("unblock-parcel*")], [])

    def test_projects_without_git_and_builds_beside_them(self) -> None:
        """The compiler runs in another folder, which holds a header, and both names of the project's folder are used."""
        with tempfile.TemporaryDirectory() as name:
            outside = Path(name).resolve()
            for part, text in (("src/a.cc", f'#include "made.h"\n#include "{outside}/src/own.h"\n{SLEEPY}'), ("src/own.h", "#pragma once\n" + LOST),
                               ("src/.clang-tidy", "Checks: 'async-*'\n"), ("build/made.h", "#pragma once\ninline int made() { return 1; }\n")):
                (outside / part).parent.mkdir(exist_ok=True)
                (outside / part).write_text(text)
            (outside / "build/flags.rsp").write_text(" ".join([*faces.FLAGS, "-I.", f"-I{outside}/src"]))
            for git in (False, True):
                if git:
                    (outside / "src/.git").mkdir()
                for step in (["-c", "../src/a.cc", "-o", "a.facts"], ["-E", "../src/a.cc", "-o", "a.ii"]):
                    self.assertEqual(self.collect("@flags.rsp", *step, folder=outside / "build").returncode, 0)
                done = self.collect("-c", outside / "build/a.ii", "-o", "b.facts")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertEqual((self.folder / "b.facts").read_bytes(), (outside / "build/a.facts").read_bytes())

    def test_what_cannot_be_unpacked(self) -> None:
        file = self.write("a.cc", CLEAN)
        self.collect("-E", file, "-o", "a.ii")
        whole = (self.folder / "a.ii").read_bytes()
        for text, said in ((b"# 1 \"a.cc\"\nint a;\n", "was preprocessed by another program"), (whole[:-2], "was cut off or changed"),
                           (whole[:60], "was cut off"), (whole.replace(b"answer", b"answes"), "was cut off or changed"), (b"", "by another program"),
                           (b'#pragma unblock parcel {"version": 1, "x": ' + b"[" * 300_000 + b"]" * 300_000 + b"}\n", "was cut off"),
                           (whole.replace(b'"version":1', b'"version":2'), "another version")):
            (self.folder / "a.ii").write_bytes(text)
            done = self.collect("-c", "a.ii", "-o", "a.facts")
            self.assertEqual((done.returncode, done.stderr.count("\n")), (2, 1), done.stderr)
            self.assertIn(said, done.stderr)
            self.assertFalse((self.folder / "a.facts").exists())

    def test_crash_is_an_error(self) -> None:
        file = self.write("crash.cc", "#pragma clang __debug crash\n")
        done = self.collect("-c", file, "-o", "x.facts")
        self.assertEqual(done.returncode, 1)
        self.assertIn("crashed on this file", done.stderr)

    def test_the_source_is_not_written_over(self) -> None:
        file = self.write("a.cc", SLEEPY)
        for arguments in (["-c", "a.cc", "-o", "a.cc"], ["-E", "a.cc", "-o", "./a.cc"], ["-c", "a.cc", "-o", "a.facts", "-MD", "-MF", "a.cc"]):
            done = self.collect(*arguments)
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("it is one of the inputs", done.stderr)
        self.assertEqual(file.read_text(), SLEEPY)

    def test_bytes_that_are_the_same_are_not_written_again(self) -> None:
        file = self.write("a.cc", SLEEPY)
        flags = [*faces.FLAGS, "-c", file, "-o", "a.facts"]
        self.collect(*flags)
        before = (self.folder / "a.facts").stat().st_mtime_ns
        self.collect(*flags)
        self.assertEqual((self.folder / "a.facts").stat().st_mtime_ns, before)

    @unittest.skipUnless(shutil.which("ccache"), "ccache is missing: apt-get install ccache")
    def test_ccache_sees_a_comment(self) -> None:
        for mode in ({"CCACHE_DEPEND": "1"}, {"CCACHE_NODEPEND": "1"}):
            with self.subTest(mode=mode):
                self.with_ccache(mode)

    def with_ccache(self, mode: dict[str, str]) -> None:
        file = self.write("a.cc", LOST + SLEEPY)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CCACHE")} | mode | {
            "CCACHE_DIR": str(self.folder / next(iter(mode))), "CCACHE_NOHASHDIR": "1"}

        def facts() -> str:
            (self.folder / "a.facts").unlink(missing_ok=True)
            subprocess.run(["ccache", COLLECTOR, *faces.FLAGS, "-MD", "-MF", "a.d", "-c", "a.cc", "-o", "a.facts"], cwd=self.folder,
                           env=environment, check=True, capture_output=True)
            return self.link("a.facts").stdout

        def hits() -> int:
            shown = subprocess.run(["ccache", "--print-stats"], env=environment, check=True, capture_output=True, text=True).stdout
            return sum(int(line.split()[1]) for line in shown.splitlines() if line.split()[0] in ("direct_cache_hit", "preprocessed_cache_hit"))

        first = facts()
        self.assertEqual(facts(), first)
        self.assertEqual(hits(), 1, "the second is from the cache")
        file.write_text((LOST + SLEEPY).replace("sleep(1);", "sleep(1);  // NOLINT(async-blocking-call)"))
        self.assertNotIn("async-blocking-call", facts())
        self.assertEqual(hits(), 1, "a comment is no reason to believe the cache")


@unittest.skipUnless(shutil.which("ninja"), "ninja is missing: apt-get install ninja-build")
class NinjaTest(FactsCase):
    def ninja(self, *arguments: str) -> str:
        done = faces.run(["ninja", "-C", "lint", *arguments], self.folder)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def findings(self) -> str:
        return (self.folder / "lint" / "findings.json").read_text()

    def test_ninja_is_the_whole(self) -> None:
        done = self.lint("--ninja", "lint", "--format", "json", "-p", "build")
        self.assertEqual((done.returncode, done.stdout), (0, f"ninja -C {self.folder}/lint\n"))
        self.ninja()
        self.assertEqual(self.findings(), self.whole.stdout)
        self.assertIn("no work to do", self.ninja())

    def test_early_cut_off(self) -> None:
        self.lint("--ninja", "lint", "--format", "json", "-q")
        self.ninja()
        header = self.folder / "chain_over_five_files" / "parts.h"
        header.write_text(header.read_text().rstrip("\n") + "  // more\n")
        shown = self.ninja()
        self.assertIn("facts of", shown)
        self.assertNotIn("linking facts", shown)
        bad = self.folder / "chain_over_five_files" / "bad.cc"
        shutil.copy(PROGRAMS / "chain_over_five_files" / "good.cc", bad)
        self.assertIn("linking facts", self.ninja())
        self.assertEqual(self.findings(), self.lint("--format", "json").stdout)

    def test_launcher_and_odd_names(self) -> None:
        odd = self.write("a b$c/it's.cc", SLEEPY)
        write_database([odd], self.folder / "build")
        launcher = self.write("launch", '#!/bin/sh\necho "$@" >> "$(dirname "$0")/launched"\nexec "$@"\n')
        launcher.chmod(0o755)
        database = json.loads((self.folder / "build/compile_commands.json").read_text())
        database[0]["arguments"][1:1] = [*faces.FLAGS, '-DNAME="x y"']
        self.write("build/compile_commands.json", json.dumps(database))
        self.lint("--ninja", "lint", "--launcher", str(launcher), "--format", "json", "-q")
        self.ninja()
        self.assertIn("unblock-clang++", (self.folder / "launched").read_text())
        self.assertEqual(self.findings(), self.lint("--format", "json").stdout)


if __name__ == "__main__":
    unittest.main()
