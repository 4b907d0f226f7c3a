#!/usr/bin/env python3
"""Nothing is read twice: the cache gives what a fresh run gives, and forgets when anything changes that a result depends on."""

import os
import subprocess
import unittest
from pathlib import Path

import faces
from lint_case import CLEAN, LOST, SLEEPY, LintCase


class CacheTest(LintCase):
    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        self.cache = self.folder / "cache"

    def run_cached(self, *arguments: str, jobs: str = "2"):
        return self.lint("--cache", "cache", "-j", jobs, *arguments)

    def entries(self) -> dict[str, int]:
        return {str(file): file.stat().st_mtime_ns for file in self.cache.rglob("*") if file.is_file()}

    def assert_read_again(self, change, *arguments: str) -> None:
        """After `change`, the findings are those of a run without cache, and an entry was written."""
        self.run_cached(*arguments)
        before = self.entries()
        change()
        cached, fresh = self.run_cached(*arguments), self.lint("--cache", "off", *arguments)
        self.assertEqual((cached.returncode, cached.stdout), (fresh.returncode, fresh.stdout), cached.stderr)
        self.assertNotEqual(self.entries(), before)

    def test_second_run_reads_nothing_and_says_the_same(self) -> None:
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        for i in range(3):
            self.write(f"f{i}.cc", f'#include "nap.h"\n' + LOST.replace("run", f"run{i}"))
        self.write("half.cc", '#include "gone.h"\n' + SLEEPY.replace("nap", "half"))
        self.database("f0.cc", "f1.cc", "f2.cc", "half.cc")
        fresh = self.lint("--cache", "off")
        first, entries = self.run_cached(), self.entries()
        second = self.run_cached(jobs="1")
        for done in (first, second):
            self.assertEqual((done.returncode, done.stdout, done.stderr), (fresh.returncode, fresh.stdout, fresh.stderr))
        self.assertEqual(len(entries), 5, "four files and their link")
        self.assertEqual(self.entries(), entries)
        for form in ("sarif", "json"):
            self.assertEqual(self.run_cached("--format", form).stdout, self.lint("--cache", "off", "--format", form).stdout)

    def test_what_it_depends_on(self) -> None:
        self.write("inc/nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("a.cc", '#include "nap.h"\n#if __has_include("extra.h")\n' + LOST + "#endif\n")
        self.database("a.cc", flags=["-Ifirst", "-Iinc"])
        self.assert_read_again(lambda: self.write("inc/nap.h", "#pragma once\n"))
        self.assert_read_again(lambda: self.write("first/nap.h", SLEEPY), "--header-filter=.*")
        self.assert_read_again(lambda: self.write("inc/extra.h", ""))
        self.assert_read_again(lambda: self.write("a.cc", (self.folder / "a.cc").read_text().replace("  save();", "  save();  // NOLINT")))
        self.assert_read_again(lambda: self.write(".clang-tidy", "Checks: 'async-*,-async-blocking-call'\n"))
        self.assert_read_again(lambda: self.write(".unblock.yaml", "library: own\nblocking:\n  - functions: save\n    tier: wait\n"))
        self.assert_read_again(lambda: self.database("a.cc", flags=["-Iinc", "-DOTHER"]))

    def test_missing_header_that_appears(self) -> None:
        self.write("a.cc", '#include "gen/version.h"\n' + SLEEPY)
        self.database("a.cc", flags=["-I."])
        self.assertIn("does not compile", self.run_cached().stderr)
        self.write("gen/version.h", "#pragma once\n")
        self.assertEqual(self.run_cached().stderr, "")

    def test_touched_file_is_not_read_again(self) -> None:
        file = self.write("a.cc", SLEEPY)
        self.database("a.cc")
        first, entries = self.run_cached(), self.entries()
        os.utime(file, (1, 1))
        self.assertEqual(self.run_cached().stdout, first.stdout)
        self.assertEqual(self.entries(), entries)

    def test_a_comment_in_a_header_reads_again_and_links_nothing(self) -> None:
        header = self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        for i in range(3):
            self.write(f"f{i}.cc", f'#include "nap.h"\n' + LOST.replace("run", f"run{i}"))
        self.database("f0.cc", "f1.cc", "f2.cc")
        first, before = self.run_cached(), self.entries()
        header.write_text(header.read_text() + "// more\n")
        self.assertEqual(self.run_cached().stdout, first.stdout)
        after = self.entries()
        self.assertEqual(len({entry for entry in after if before.get(entry) != after[entry]}), 3, "the three files, and not their link")

    def test_damaged_entries_are_read_again(self) -> None:
        self.write("a.cc", SLEEPY)
        self.database("a.cc")
        first = self.run_cached()
        for entry in map(Path, self.entries()):  # the file's, and the link's
            whole = entry.read_bytes()
            for damaged in (b"", whole[:100], whole.replace(b"async-blocking-call", b"async-blocking-cell"), b"x" * 10_000):
                entry.write_bytes(damaged)
                self.assertEqual(self.run_cached().stdout, first.stdout)

    def test_several_processes_at_once(self) -> None:
        names = [f"f{i}.cc" for i in range(4)]
        for name in names:
            self.write(name, SLEEPY)
        self.database(*names)
        running = [subprocess.Popen([faces.driver(), "--cache", "cache", "-j2"], cwd=self.folder, stdout=subprocess.PIPE, text=True) for _ in range(4)]
        self.assertEqual(len({process.communicate()[0] for process in running}), 1)
        self.assertEqual(len(self.entries()), 5)

    def test_cache_that_cannot_be_written(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("b.cc", CLEAN)
        self.database("a.cc", "b.cc")
        self.write("file", "not a folder")
        done = self.lint("--cache", "file")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stderr, "the cache keeps nothing: Not a directory; see --cache\n")

    def test_users_own_folder_by_default(self) -> None:
        self.write("a.cc", CLEAN)
        self.database("a.cc")
        environment = {k: v for k, v in os.environ.items() if k != "UNBLOCK_LINT_CACHE"} | {"XDG_CACHE_HOME": str(self.folder / "home")}
        subprocess.run([faces.driver()], cwd=self.folder, env=environment, check=True, capture_output=True)
        self.assertEqual(len([f for f in (self.folder / "home/unblock/lint").rglob("*") if f.is_file()]), 2)

    def test_files_that_change_while_they_are_read(self) -> None:
        texts = ["#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"), "#pragma once\n"]
        self.write("nap.h", texts[0])
        names = [f"f{i}.cc" for i in range(6)]
        for i, name in enumerate(names):
            self.write(name, '#include "nap.h"\n' + LOST.replace("run", f"run{i}"))
        self.database(*names)
        for turn in range(4):
            process = subprocess.Popen([faces.driver(), "--cache", "cache", "-j2"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            change = turn
            while process.poll() is None:
                change += 1
                self.write("nap.h", texts[change % 2])
            self.write("nap.h", texts[turn % 2])
            cached, fresh = self.run_cached(), self.lint("--cache", "off")
            self.assertEqual((cached.returncode, cached.stdout), (fresh.returncode, fresh.stdout), cached.stderr)

    def test_crash_is_not_kept(self) -> None:
        self.write("a.cc", "#pragma clang __debug crash\n")
        self.database("a.cc")
        self.assertEqual(self.run_cached().returncode, 2)
        self.assertEqual(self.entries(), {})
        self.assertEqual(self.run_cached().returncode, 2)


if __name__ == "__main__":
    unittest.main()
