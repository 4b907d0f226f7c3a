#!/usr/bin/env python3
"""Nothing measured is lost: a run that was killed goes on, one seed gives one order, and what stands in a file is not written over."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
HERE = pathlib.Path(__file__).resolve().parent
FAKES = ("quiet1", "quiet2", "quiet3")


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.out = self.folder / "results.json"
        self.partial = self.folder / "results.json.partial"
        for fake in FAKES:
            shutil.copy(HERE / "fake_worker.py", self.folder / f"unblock-worker-{fake}")
            os.chmod(self.folder / f"unblock-worker-{fake}", 0o755)

    def command(self, *arguments, rounds=4):
        return [str(part) for part in (BIN / "unblock-bench", "run", "--workers", self.folder, "--rounds", rounds, "--canary", "0", "--keep-awake", "off",
                                       "--no-counts", "-q", "-o", self.out, *arguments)]

    def bench(self, *arguments):
        return subprocess.run([str(part) for part in (BIN / "unblock-bench", *arguments)], capture_output=True, text=True, timeout=120)

    def cells(self):
        return json.loads(self.out.read_text())["unblock"]["cells"]

    def rounds(self):
        return [row["unblock"]["round"] for row in json.loads(self.out.read_text())["benchmarks"] if row["run_type"] == "iteration"]

    def killed(self, after, number=signal.SIGKILL, rounds=12):
        """Starts a run and ends it once the partial file has so many rounds. Returns the lines of rounds that it left."""
        run = subprocess.Popen(self.command("--seed", "7", rounds=rounds), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and run.poll() is None and len(self.measured()) < after:
            time.sleep(0.01)
        run.send_signal(number)
        run.wait(30)
        return self.measured()

    def measured(self):
        whole = self.lines().split(b"\n")[:-1]
        return [json.loads(line) for line in whole if line.startswith(b'{"measured"')]

    def lines(self):
        return self.partial.read_bytes() if self.partial.exists() else b""


class Killed(Folder):
    def test_a_run_that_was_killed_goes_on_and_keeps_every_round(self):
        left = self.killed(after=8)
        self.assertGreaterEqual(len(left), 8)
        self.assertFalse(self.out.exists())
        result = self.bench("run", "--resume", self.partial, "-q")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertFalse(self.partial.exists(), "it is removed when the results are stored")
        self.assertEqual(sorted(self.rounds()), list(range(36)))
        rows = {row["unblock"]["round"]: row for row in json.loads(self.out.read_text())["benchmarks"] if row["run_type"] == "iteration"}
        for line in left:
            self.assertEqual(rows[line["round"]["round"]]["unblock"]["started_s"], line["round"]["started_s"])

    def test_it_may_be_killed_again_and_again(self):
        kept = len(self.killed(after=3))
        for _ in range(2):
            run = subprocess.Popen([str(BIN / "unblock-bench"), "run", "--resume", str(self.partial), "-q"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and run.poll() is None and self.all_rounds() < kept + 3:
                time.sleep(0.01)
            run.kill()
            run.wait(30)
            self.assertGreaterEqual(self.all_rounds(), kept + 3)
            kept = self.all_rounds()
        self.assertEqual(self.bench("run", "--resume", self.partial, "-q").returncode, 0)
        self.assertEqual(sorted(self.rounds()), list(range(36)))

    def all_rounds(self):
        return len(re.findall(rb'"round":\d', self.lines()))

    def test_an_interrupted_run_is_stored_and_goes_on_from_its_results(self):
        self.killed(after=6, number=signal.SIGTERM)
        self.assertTrue(json.loads(self.out.read_text())["unblock"]["interrupted"])
        self.assertFalse(self.partial.exists())
        result = self.bench("run", "--resume", self.out, "-q")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(sorted(self.rounds()), list(range(36)))
        self.assertFalse(json.loads(self.out.read_text())["unblock"]["interrupted"])

    def test_a_finished_run_may_get_more_rounds(self):
        self.assertEqual(subprocess.run(self.command(rounds=2), stdout=subprocess.DEVNULL, timeout=60).returncode, 0)
        self.assertEqual(self.bench("run", "--resume", self.out, "--rounds", "3", "-q").returncode, 0)
        self.assertEqual(sorted(self.rounds()), list(range(9)))


class Refusals(Folder):
    def refused(self, sentence, *arguments):
        result = self.bench(*arguments)
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        self.assertIn(sentence, result.stderr)
        self.assertEqual(result.stderr.strip().count("\n"), 0, result.stderr)

    def test_rounds_of_a_killed_run_are_not_written_over(self):
        self.killed(after=2)
        before = self.lines()
        self.refused(f"go on with --resume {self.partial}, or remove it", *self.command()[1:])
        self.assertEqual(self.lines(), before)

    def test_a_run_that_goes_on_does_not_write_over_the_rounds_of_another(self):
        self.killed(after=2)
        other = self.folder / "other.json"
        shutil.copy(self.partial, self.folder / "other.json.partial")
        self.refused("or remove it", "run", "--resume", self.partial, "-o", other)
        self.assertTrue((self.folder / "other.json.partial").exists())

    def test_two_runs_do_not_write_to_one_file(self):
        run = subprocess.Popen(self.command(rounds=200), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.addCleanup(run.wait)
        self.addCleanup(run.kill)
        while not self.lines():
            time.sleep(0.01)
        self.refused("another run stores its results there", *self.command()[1:])

    def test_rounds_of_other_programs_are_not_mixed(self):
        self.killed(after=2)
        os.utime(self.folder / "unblock-worker-quiet1", (1, 1))
        self.refused("the workers are not those that measured", "run", "--resume", self.partial)

    def test_a_file_that_cannot_go_on_is_named(self):
        self.out.write_text('{"context": {}, "benchmarks": []}')
        self.refused("does not say how it was measured", "run", "--resume", self.out)
        self.out.write_text("{}")
        self.refused("cannot read", "run", "--resume", self.out)
        self.refused("cannot read", "run", "--resume", self.folder / "missing.json")

    def test_a_file_that_was_changed_by_hand_does_not_say_how_to_measure(self):
        self.killed(after=2)
        head, rest = self.partial.read_text().split("\n", 1)
        for key, value in {"deadline_s": "1e300", "min_time_s": "nan", "canary_s": "-1", "rounds": "-5"}.items():
            changed = json.loads(head)
            changed["head"]["settings"][key] = value
            self.partial.write_text(json.dumps(changed, separators=(",", ":")) + "\n" + rest)
            self.refused(f"says {key} '{value}', which no run can have", "run", "--resume", self.partial)

    def test_the_cells_of_a_run_that_goes_on_are_not_chosen_again(self):
        self.killed(after=2)
        self.refused("--runtime excludes --resume", "run", "--resume", self.partial, "--runtime", "quiet1")

    def test_an_empty_name_is_no_file(self):
        self.refused("--output: a name is expected, and it is empty", "run", "--workers", self.folder, "-o", "")


class Seeds(Folder):
    # What the clock and the machine say, and not the seed.
    PASSING = {"date", "duration_s", "started_s", "outside_clock_ms", "target_busy", "steal_share", "load_average_before", "mhz_per_cpu", "warnings", "load_avg", "settings"}

    def plain(self, value):
        if isinstance(value, dict):
            return {key: self.plain(part) for key, part in value.items() if key not in self.PASSING}
        return [self.plain(part) for part in value] if isinstance(value, list) else value

    def once(self, seed):
        subprocess.run(self.command("--seed", seed), stdout=subprocess.DEVNULL, timeout=60, check=True)
        text = json.loads(self.out.read_text())
        order = sorted((row["unblock"]["round"], row["run_name"]) for row in text["benchmarks"] if row["run_type"] == "iteration")
        return [name for _, name in order], self.plain(text)

    def test_the_same_seed_gives_the_same_order_and_the_same_file(self):
        first, second, other = self.once(11), self.once(11), self.once(12)
        self.assertEqual(first, second)
        self.assertNotEqual(first[0], other[0])
        self.assertEqual(len(first[0]), 12)


if __name__ == "__main__":
    unittest.main(verbosity=2)
