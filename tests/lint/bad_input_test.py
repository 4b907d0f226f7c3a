#!/usr/bin/env python3
"""What goes wrong around a run: hostile facts, full and read-only disks, workers that are killed, databases as large ones are. Each ends in
a sentence or in the right findings, never in a crash."""

import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import unittest
from pathlib import Path

import faces
from distributed_test import FactsCase
from lint_case import CLEAN, LOST, SLEEPY, LintCase
from stream_test import ENDLESS, ENDLESS_FLAGS


def checksum(text: bytes) -> int:
    xxhash = ctypes.CDLL("libxxhash.so.0")
    xxhash.XXH3_64bits.restype = ctypes.c_uint64
    return xxhash.XXH3_64bits(text, ctypes.c_size_t(len(text)))


def as_json(value) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode() + b"\n"


def places_in(value, found: list) -> list:
    """Every list or dictionary with the keys of what it holds."""
    if isinstance(value, (list, dict)):
        for key in range(len(value)) if isinstance(value, list) else value:
            found.append((value, key))
            places_in(value[key], found)
    return found


class HostileFactsTest(FactsCase):
    """The sum is right, and the words are wrong: somebody wrote them on purpose."""

    VALUES = (-1, 0, 7, 2**31, 2**64, 1.5, True, None, "", "text", "../../../etc/passwd", [], [[]], [-1], {}, {"a": 1}, [0] * 1000)

    def setUp(self) -> None:
        super().setUp()
        self.lint("--facts-out", "facts", "-q")
        self.file = max((self.folder / "facts").iterdir(), key=lambda file: file.stat().st_size)
        self.parts = [json.loads(line) for line in self.file.read_bytes().splitlines()]

    def write_facts(self, header: dict, *lines: bytes) -> None:
        wire = b"".join(lines)
        self.file.write_bytes(as_json({**header, "sum": checksum(wire)}) + wire)

    def link_changed(self, *lines: bytes):
        self.write_facts(self.parts[0], *lines)
        done = self.lint("link", "facts", "--format", "json")
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        if done.returncode == 2:
            self.assertIn(self.file.name, done.stderr)
            self.assertIn("unblock-lint: ", done.stderr.splitlines()[-1])
        return done

    def test_it_is_the_sum_that_the_test_writes(self) -> None:
        self.assertEqual(self.link_changed(*map(as_json, self.parts[1:])).stdout, self.whole.stdout)

    def test_values_of_another_kind(self) -> None:
        chance = random.Random(11)
        refused = 0
        for _ in range(150):
            about, unit = json.loads(json.dumps(self.parts[1])), json.loads(json.dumps(self.parts[2]))
            holder, key = chance.choice(places_in(unit if chance.random() < 0.8 else about, []))
            holder[key] = chance.choice(self.VALUES)
            refused += self.link_changed(as_json(about), as_json(unit)).returncode == 2
        self.assertGreater(refused, 20)

    def test_numbers_of_parameters_that_no_function_has(self) -> None:
        unit = json.loads(json.dumps(self.parts[2]))
        unit["texts"] = [text + "#99999999999999999999999" if text.startswith("c:") else text for text in unit["texts"]]
        self.link_changed(as_json(self.parts[1]), as_json(unit))

    def test_nesting_without_an_end(self) -> None:
        deep = b"[" * 200_000 + b"]" * 200_000
        self.assertEqual(self.link_changed(as_json(self.parts[1]), deep + b"\n").returncode, 2)
        unit = as_json({**self.parts[2], "unit": "HERE"}).replace(b'"HERE"', deep)
        self.assertEqual(self.link_changed(as_json(self.parts[1]), unit).returncode, 2)

    def test_facts_of_another_platform(self) -> None:
        self.write_facts({**self.parts[0], "platform": "riscv64-unknown-linux-gnu"}, *map(as_json, self.parts[1:]))
        self.assert_complains(self.lint("link", "facts"), "was made on riscv64-unknown-linux-gnu, and this is", self.file.name)


def can_mount() -> bool:
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode == 0


@unittest.skipUnless(can_mount(), "disks of one's own need root")
class DisksTest(LintCase):
    """In a view of the file system where `disk` is a small or a read-only one."""

    def setUp(self) -> None:
        super().setUp()
        (self.folder / ".git").mkdir()
        (self.folder / "disk").mkdir()
        for i in range(6):
            self.write(f"f{i}.cc", LOST.replace("run", f"run{i}") + SLEEPY.replace("nap", f"nap{i}"))
        self.database(*(f"f{i}.cc" for i in range(6)))
        self.fresh = self.lint("--cache", "off")

    def on(self, options: str, *arguments: str, before: str = "true"):
        script = f"mount -t tmpfs -o {options} none disk && {before} && exec \"$0\" \"$@\""
        return faces.run(["unshare", "--mount", "sh", "-c", script, faces.driver(), *arguments], self.folder)

    def test_a_cache_that_is_full(self) -> None:
        done = self.on("size=16k", "--cache", "disk")
        self.assertEqual((done.returncode, done.stdout), (self.fresh.returncode, self.fresh.stdout))
        self.assertEqual(done.stderr, "the cache keeps nothing: No space left on device; see --cache\n")

    def test_a_cache_that_is_read_only(self) -> None:
        done = self.on("size=1m,ro", "--cache", "disk")
        self.assertEqual((done.returncode, done.stdout), (self.fresh.returncode, self.fresh.stdout))
        self.assertEqual(done.stderr, "the cache keeps nothing: Read-only file system; see --cache\n")

    def test_a_cache_that_became_read_only_is_still_read(self) -> None:
        self.lint("--cache", "kept", "-q")
        fill = "cp -r kept disk/ && mount -o remount,ro disk"
        done = self.on("size=10m", "--cache", "disk/kept", before=fill)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (self.fresh.returncode, self.fresh.stdout, ""))

    def test_facts_on_a_full_disk(self) -> None:
        self.assert_complains(self.on("size=8k", "--facts-out", "disk/facts", "--cache", "off"), "disk/facts", "No space left on device")


class KilledWorkerTest(LintCase):
    def test_a_worker_that_is_killed_is_named_and_the_others_are_kept(self) -> None:
        self.write("a.cc", SLEEPY)
        self.write("b.cc", ENDLESS)
        self.write("c.cc", SLEEPY.replace("nap", "third"))
        self.database("a.cc", "b.cc", "c.cc", flags=ENDLESS_FLAGS)
        process = subprocess.Popen([faces.driver(), "-j1", "--cache", "cache"], cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        os.kill(self.second_worker(process.pid), signal.SIGKILL)
        out, err = process.communicate()
        self.assertEqual(process.returncode, 2, err)
        self.assertIn("c.cc:4:3", out)
        self.assertIn("(2 linted)", out)
        self.assertIn("b.cc: the linter crashed on this file (Killed); the other files were linted", err)

    def second_worker(self, driver: int) -> int:
        """With -j1 there is one at a time, and the first has ended when there is another."""
        seen = set()
        while len(seen) < 2:
            seen |= set(Path(f"/proc/{driver}/task/{driver}/children").read_text().split())
        return int(max(seen, key=int))


class LargeDatabaseTest(LintCase):
    def test_ten_thousand_entries_of_which_most_repeat(self) -> None:
        """Duplicates, folders relative to the database, response files, and flags that only GCC knows."""
        (self.folder / ".git").mkdir()
        (self.folder / "build/sub").mkdir(parents=True)
        flags = [*faces.FLAGS, "-fno-canonical-system-headers", "-mno-such-feature", "--param=ggc-min-expand=20"]
        self.write("build/flags.rsp", " ".join(flags))
        names = [f"f{i}.cc" for i in range(4)]
        for i, name in enumerate(names):
            self.write(f"src/{name}", SLEEPY.replace("nap", f"nap{i}"))
        entries = []
        for i in range(2_500):
            for k, name in enumerate(names):
                folder, file = (("sub", f"../../src/{name}") if k % 2 == 0 else (str(self.folder / "build"), f"../src/{name}"))
                rsp = "@../flags.rsp" if k % 2 == 0 else "@flags.rsp"
                entries.append({"directory": folder, "file": file, "command": f"g++ {rsp} -O{i % 4} -o x{i}.o -c {file}"})
        self.write("build/compile_commands.json", json.dumps(entries))
        done = self.lint("-j2")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("4 findings in 4 files (4 linted)", done.stdout)


if __name__ == "__main__":
    unittest.main()
