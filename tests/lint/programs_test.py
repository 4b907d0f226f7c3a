#!/usr/bin/env python3
"""Programs of several files through unblock-lint, as a user runs it: what only the whole program shows, and the same bytes however it is
read."""

import json
import os
import shutil
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faces
from lint_case import LintCase

PROGRAMS = faces.ROOT / "tests" / "lint" / "programs"
MARK = "// expect: "
JOINED = "2 files have a main function, and the build does not say which files belong to which: judged as one program\n"
LOOP = f"-isystem{PROGRAMS / 'include'}"


def sources(folder: Path) -> list[Path]:
    return sorted(f for f in folder.iterdir() if f.suffix in (".cc", ".c"))


def write_database(files: list[Path], folder: Path) -> None:
    entries = []
    for file in files:
        language = ["cc"] if file.suffix == ".c" else ["c++", "-std=c++20"]
        entries.append({"directory": str(file.parent), "file": str(file), "output": f"{folder}/CMakeFiles/all.dir/{file.name}.o",
                        "arguments": [*language, "-w", f"-I{file.parent}", LOOP, "-c", str(file)]})
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "compile_commands.json").write_text(json.dumps(entries))


def expected(files: list[Path]) -> set[tuple[str, int, str]]:
    places = set()
    for file in files:
        for number, line in enumerate(file.read_text().splitlines(), 1):
            if MARK in line:
                places.add((file.name, number, line.split(MARK)[1].strip()))
    return places


def found(text: str) -> set[tuple[str, int, str]]:
    return {(Path(f.file).name, f.line, f.check) for f in faces.parse(text)}


class ProgramsTest(LintCase):
    def lint_whole(self, program: Path, without: str) -> tuple:
        files = [f for f in sorted(program.iterdir()) if f.stem != without]
        build = self.folder / program.name / without
        write_database([f for f in files if f.suffix != ".h"], build)
        return program.name, without, self.lint("-p", build, "--model", PROGRAMS / ".unblock.yaml", "-j1"), expected(files)

    def test_what_only_the_whole_program_shows(self) -> None:
        programs = [p for p in sorted(PROGRAMS.iterdir()) if p.is_dir() and p.name != "include"]
        self.assertGreaterEqual(len(programs), 40)
        with ThreadPoolExecutor(2) as pool:
            runs = list(pool.map(lambda each: self.lint_whole(*each), [(p, w) for p in programs for w in ("good", "bad")]))
        for name, without, done, wanted in runs:
            with self.subTest(program=name, without=without):
                self.assertEqual(found(done.stdout), wanted if without == "good" else set(), done.stderr)
                self.assertEqual(done.returncode, 1 if without == "good" else 0, done.stderr)
                self.assertEqual(done.stderr, JOINED if name == "two_programs" else "")


class WholeTest(LintCase):
    """A copy of one program, to change."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        self.copy("chain_over_five_files")

    def copy(self, name: str) -> None:
        shutil.copytree(PROGRAMS / name, self.folder / name)
        (self.folder / name / "good.cc").unlink()
        shutil.copy(PROGRAMS / ".unblock.yaml", self.folder)
        write_database(sources(self.folder / name), self.folder / "build")

    def test_the_same_bytes_in_any_order_with_any_cache_and_in_any_folder(self) -> None:
        (self.folder / "chain_over_five_files" / "lost.cc").write_text(
            "#include <loop.h>\nloop::Task save();\nloop::Task run() {\n  save();\n  co_return;\n}\n")
        files = sources(self.folder / "chain_over_five_files")
        write_database(files, self.folder / "build")
        first = self.lint("-j1")
        self.assertEqual(first.stdout.count(": error: ") + first.stdout.count(": warning: "), 2, first.stdout)
        for form in ("text", "json", "sarif", "github", "gitlab"):
            wanted = self.lint("-j1", "--format", form).stdout
            write_database(files[::-1], self.folder / "build")
            for arguments in (["-j3"], ["-j2", "--cache", "cache"], ["-j1", "--cache", "cache"], [*files[::-1]], [*files, "--shared-prefix"]):
                self.assertEqual(self.lint("--format", form, *arguments).stdout, wanted, arguments)
            write_database(files, self.folder / "build")
        other = Path(self.temporary.name).resolve() / "a" / "much longer name"
        shutil.copytree(self.folder, other, ignore=lambda _, names: [n for n in names if n in ("a", "build", "cache")])
        write_database(sources(other / "chain_over_five_files"), other / "build")
        self.assertEqual(faces.run_driver(["-j1"], other).stdout, first.stdout)

    def test_one_edit_is_seen_by_files_that_are_not_read_again(self) -> None:
        bad = self.folder / "chain_over_five_files" / "bad.cc"
        self.assertEqual(self.lint("--cache", "cache").returncode, 1)
        shutil.copy(PROGRAMS / "chain_over_five_files" / "good.cc", bad)
        kept = {f for f in (self.folder / "cache").rglob("*") if f.is_file()}
        self.assertEqual(self.lint("--cache", "cache").returncode, 0)
        self.assertLessEqual(len({f for f in (self.folder / "cache").rglob("*") if f.is_file()} - kept), 2)

    def test_a_file_that_crashes_takes_nothing_else_with_it(self) -> None:
        (self.folder / "chain_over_five_files" / "crash.cc").write_text("#pragma clang __debug crash\n")
        write_database(sources(self.folder / "chain_over_five_files"), self.folder / "build")
        done = self.lint()
        self.assertEqual(done.returncode, 2)
        self.assertIn("crash.cc: the linter crashed on this file", done.stderr)
        self.assertEqual(len(found(done.stdout)), 1, done.stdout)

    def test_comments_that_silence_nothing(self) -> None:
        folder = self.folder / "chain_over_five_files"
        handler = next(f for f in sources(folder) if MARK in f.read_text())
        handler.write_text(handler.read_text().replace(MARK, "// NOLINT(async-blocking-call) "))
        (folder / "free.cc").write_text('#include "parts.h"\nvoid idle() {\n  one();  // NOLINT(async-blocking-call)\n}\n')
        write_database(sources(folder), self.folder / "build")
        whole = self.lint()
        self.assertEqual(found(whole.stdout), {("free.cc", 3, "async-unused-suppression")}, whole.stderr)
        self.assertEqual(self.lint(folder / "free.cc").returncode, 0, "a chain may begin in a file that is not looked at")

    def test_a_header_that_two_files_read_in_two_ways(self) -> None:
        folder = self.folder / "two ways"
        self.write("two ways/p.h", "#include <loop.h>\n#include <unistd.h>\n#ifdef PLAIN\ninline void w() {}\n#else\ninline loop::Task w() {\n"
                   "  sleep(1);\n  co_return;\n}\n#endif\ninline loop::Task q() {\n  co_await w();\n  co_return;\n}\n")
        self.write("two ways/p1.cc", '#include "p.h"\n')
        self.write("two ways/p2.cc", '#define PLAIN\n#include "p.h"\n')
        for order in (("p1.cc", "p2.cc"), ("p2.cc", "p1.cc")):
            write_database([folder / name for name in order], self.folder / "build")
            done = self.lint("--format", "json")
            findings = json.loads(done.stdout)["findings"]
            self.assertEqual([(f["file"], f["line"], "incomplete_parse" in f) for f in findings], [("two ways/p.h", 7, False)], done.stderr)

    def test_what_a_file_that_takes_too_long_leaves_is_judged(self) -> None:
        (self.folder / "chain_over_five_files" / "z.cc").write_text(
            "constexpr long f() { long s = 0; for (long i = 0; i < 4000000000; ++i) s += i; return s; }\nconstexpr long value = f();\n")
        files = sources(self.folder / "chain_over_five_files")
        write_database(files, self.folder / "build")
        database = json.loads((self.folder / "build/compile_commands.json").read_text())
        for entry in database:
            entry["arguments"].insert(1, "-fconstexpr-steps=4294967295")
        (self.folder / "build/compile_commands.json").write_text(json.dumps(database))
        done = self.lint("-j1", "--file-timeout", "2")
        self.assertEqual(done.returncode, 2)
        self.assertIn("z.cc: not done after 2 s", done.stderr)
        self.assertEqual(len(found(done.stdout)), 1, done.stdout)


class SeveralTest(LintCase):
    """Two programs that share a library and define one function each: `tick` waits in one of them only."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        head = "#include <loop.h>\n#include <unistd.h>\nvoid tick();\n"
        self.write("main.cc", head + "void start();\nint main() { start(); }\n")
        self.write("start.cc", head + "void start() { loop::post([] { tick(); }); }\n")
        self.write("quick.cc", head + "void tick() {}\n")
        self.write("slow.cc", head + "void tick() { sleep(1); }\nint main() { tick(); }\n")
        self.files = [self.folder / f"{name}.cc" for name in ("main", "start", "quick", "slow")]
        shutil.copy(PROGRAMS / ".unblock.yaml", self.folder)
        write_database(self.files, self.folder / "build")

    def test_nothing_says_so(self) -> None:
        done = self.lint()
        self.assertEqual(done.stderr, JOINED)
        self.assertIn("start.cc:4:", done.stdout)
        self.assertEqual(self.lint("-q").stderr, "")

    def test_ninja_says_so(self) -> None:
        objects = "CMakeFiles/all.dir"
        self.write("build/build.ninja",
                   f"rule LINK\n  command = $in\nbuild {objects}/main.cc.o: COMPILE ../main.cc\n"
                   f"build libstart.a: ARCHIVE {objects}/start.cc.o $\n    {objects}/quick.cc.o\n"
                   f"build first: LINK {objects}/main.cc.o | libstart.a || libstart.a\n"
                   f"build second: LINK {objects}/slow.cc.o\nbuild all: phony first second\nbuild run: CUSTOM_COMMAND first second\n")
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_makefiles_say_so(self) -> None:
        target = "build/CMakeFiles/all.dir"
        objects = "CMakeFiles/all.dir"
        self.write(f"{target}/link.txt", f"c++ {objects}/main.cc.o @{objects}/objects1.rsp -o first -lpthread\n")
        self.write(f"{target}/objects1.rsp", f"{objects}/start.cc.o {objects}/quick.cc.o\n")
        other = [{**e, "output": e["output"].replace("all.dir", "other.dir")} if e["file"].endswith("slow.cc") else e
                 for e in json.loads((self.folder / "build/compile_commands.json").read_text())]
        self.write("build/compile_commands.json", json.dumps(other))
        self.write("build/CMakeFiles/other.dir/link.txt", "c++ CMakeFiles/other.dir/slow.cc.o -o second\n")
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)


class OthersTest(LintCase):
    """Headers of others, not marked as system headers: unblock-lint and clang-tidy with the plugin say the same."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        shutil.copy(PROGRAMS / ".unblock.yaml", self.folder)
        self.write("third_party/nap.h", "#pragma once\n#include <loop.h>\n#include <unistd.h>\ninline void nap() { sleep(1); }\n"
                   "inline loop::Task theirs() {\n  sleep(1);\n  co_return;\n}\ntemplate <class T>\nvoid nap_for(T t) { sleep(t); }\n"
                   "template <class F>\nvoid run(F f) { loop::post(f); }\nstruct Listener {\n  virtual void heard();\n};\n"
                   "inline loop::Task tell(Listener& who) {\n  who.heard();\n  co_return;\n}\n")

    def faces(self, text: str) -> set[tuple[str, int, str]]:
        file = self.write("main.cc", '#include "nap.h"\n' + text)
        flags = ["-std=c++20", "-w", f"-I{self.folder / 'third_party'}", LOOP]
        driver = found(self.lint(file, "--", *flags).stdout)
        plugin = found(faces.run_plugin(file, "async-*", flags).stdout)
        self.assertEqual(driver, plugin)
        return driver

    def test_their_own_business(self) -> None:
        self.assertEqual(self.faces("loop::Task mine() {\n  co_await theirs();\n  nap_for(1);\n}\n"), set())

    def test_a_chain_into_them(self) -> None:
        self.assertEqual(self.faces("loop::Task mine() {\n  nap();\n  co_return;\n}\n"), {("main.cc", 3, "async-blocking-call")})
        self.assertEqual(self.faces("void load() {\n  nap();\n}\nloop::Task one() {\n  load();\n  co_return;\n}\n"
                                    "loop::Task two() {\n  load();\n  co_return;\n}\n"), {("main.cc", 3, "async-blocking-call")})

    def test_a_chain_out_of_them(self) -> None:
        self.assertEqual(self.faces("struct Mine : Listener {\n  void heard() override {\n    sleep(1);\n  }\n};\nMine mine;\n"),
                         {("main.cc", 4, "async-blocking-call")})


if __name__ == "__main__":
    unittest.main()
