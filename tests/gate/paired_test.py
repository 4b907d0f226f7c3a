"""unblock bench gate --baseline --candidate, on programs whose times are known."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time
import unittest

from programs import BENCH, GateTest, metric, state


class Verdicts(GateTest):
    def test_equal_programs_pass(self):
        base = self.program("base", "BM_A/8 1000 0.01", "BM_B 2000 0.01")
        code, result = self.gate_json(base, self.program("new", "BM_A/8 1000 0.01", "BM_B 2000 0.01"))
        self.assertEqual(code, 0)
        self.assertEqual(metric(result, "BM_A/8")["verdict"], "within-margin")
        self.assertGreaterEqual(result["self"]["blocks"], 1)

    def test_a_slowdown_fails_and_is_named(self):
        base = self.program("base", "BM_A 1000 0.01", "BM_B 1000 0.01")
        new = self.program("new", "BM_A 1100 0.01", "BM_B 1000 0.01")
        done = self.gate(base, new)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertIn("SLOWER", done.stdout)
        self.assertIn("1 of 2 benchmarks is slower: BM_A.", done.stdout)

    def test_a_faster_program_passes(self):
        code, result = self.gate_json(self.program("base", "BM_A 1000 0.01"), self.program("new", "BM_A 700 0.01"))
        self.assertEqual(code, 0)
        self.assertLess(metric(result, "BM_A")["ratio"], 0.75)

    def test_the_margin_is_the_users(self):
        base, new = self.program("base", "BM_A 1000 0.005"), self.program("new", "BM_A 1100 0.005")
        self.assertEqual(self.gate(base, new, "--margin", "30%").returncode, 0)
        self.assertEqual(self.gate(base, new, "--margin", "5%").returncode, 1)

    def test_noise_without_end_is_undecided(self):
        base, new = self.program("base", "BM_A 1000 2"), self.program("new", "BM_A 1000 2")
        code, result = self.gate_json(base, new, budget="2s")
        self.assertEqual((code, metric(result, "BM_A")["verdict"]), (3, "cannot-tell"))
        self.assertEqual(self.gate(base, new, "--undecided", 0, budget="1s").returncode, 0)
        self.assertEqual(self.gate(base, new, "--undecided", 1, budget="1s").returncode, 1)

    def test_an_interrupt_shows_what_was_measured(self):
        base = self.program("base", "BM_A 1000 2")
        gate = subprocess.Popen([BENCH, "gate", "--baseline", base, "--candidate", base, "--keep-awake", "off", "--seed", "1", "--undecided", "0"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=self.folder)
        gate.stderr.readline()  # it measures
        gate.send_signal(signal.SIGINT)
        table, _ = gate.communicate(timeout=60)
        self.assertEqual(gate.returncode, 3)
        self.assertIn("The run was interrupted", table)

    def test_the_same_program_says_so(self):
        base = self.program("base", "BM_A 1000 0.01")
        done = self.gate(base, base)
        self.assertEqual(done.returncode, 0)
        self.assertIn("identical files", done.stdout)

    def test_the_seed_is_printed_and_drawn(self):
        base = self.program("base", "BM_A 1000 0")
        _, one = self.gate_json(base, base, "--seed", 7)
        self.assertEqual(one["seed"], 7)
        _, other = self.gate_json(base, base, "--seed", 0)
        self.assertNotEqual(other["seed"], 0)

    def test_the_filter_is_google_benchmarks(self):
        base = self.program("base", "BM_A/8 1000 0", "BM_B<int> 1000 0", "C 1000 0")
        names = lambda pattern: [one["name"] for one in self.gate_json(base, base, "--filter", pattern)[1]["benchmarks"]]
        self.assertEqual(names("^BM_"), ["BM_A/8", "BM_B<int>"])
        self.assertEqual(names("-^BM_"), ["C"])


    def test_a_log_keeps_what_stands_around_the_table(self):
        base = self.program("base", "BM_A 1000 0.01")
        with (self.folder / "log").open("w") as log:
            subprocess.run(f"echo before; {BENCH} gate --baseline {base} --candidate {base} --quiet --keep-awake off --seed 1; echo after",
                           shell=True, stdout=log, cwd=self.folder, check=True)
        lines = (self.folder / "log").read_text().splitlines()
        self.assertEqual((lines[0], lines[-1]), ("before", "after"))
        self.assertIn("Nothing is slower: 1 benchmark compared.", lines)


class Counters(GateTest):
    def test_one_more_system_call_is_found(self):
        base = self.program("base", "BM_A 1000 0.01 syscalls_per_op=3")
        code, result = self.gate_json(base, self.program("new", "BM_A 1000 0.01 syscalls_per_op=4"))
        self.assertEqual((code, metric(result, "BM_A", "syscalls_per_op")["verdict"]), (1, "more"))

    def test_fewer_allocations_pass(self):
        base = self.program("base", "BM_A 1000 0.01 allocations_per_op=3")
        self.assertEqual(self.gate(base, self.program("new", "BM_A 1000 0.01 allocations_per_op=2")).returncode, 0)

    def test_counts_alone_need_few_runs(self):
        base, new = self.program("base", "BM_A 1000 0.3 allocations_per_op=3"), self.program("new", "BM_A 1000 0.3 allocations_per_op=4")
        code, result = self.gate_json(base, new, "--counter", "real_time=informational")
        self.assertEqual((code, [one["metric"] for one in state(result, "BM_A")["metrics"]]), (1, ["allocations_per_op"]))
        self.assertLess(result["spent_s"], result["budget_s"])

    def test_users_counters_are_informational_unless_named(self):
        base, new = self.program("base", "BM_A 1000 0.01 frames=100"), self.program("new", "BM_A 1000 0.01 frames=50")
        self.assertEqual(self.gate(base, new).returncode, 0)
        self.assertEqual(self.gate(base, new, "--counter", "frames=higher-is-better").returncode, 1)
        self.assertEqual(self.gate(base, new, "--counter", "frames=lower-is-better").returncode, 0)
        self.assertEqual(self.gate(base, new, "--counter", "frames=exact").returncode, 1)

    def test_the_yaml_file_names_them_too(self):
        base, new = self.program("base", "BM_A 1000 0.01 frames=100"), self.program("new", "BM_A 1000 0.01 frames=50")
        (self.folder / ".unblock.yaml").write_text("gate:\n  counters:\n    frames: exact\n")
        self.assertEqual(self.gate(base, new).returncode, 1)
        (self.folder / ".unblock.yaml").write_text("gate:\n  counters:\n    frames: excat\n")
        self.assert_refused(self.gate(base, new), "excat", "frames")
        (self.folder / ".unblock.yaml").write_text("gate:\n  countres:\n    frames: exact\n")
        self.assert_refused(self.gate(base, new), "gate.countres", "gate.counters")
        (self.folder / ".unblock.yaml").write_text("gate: frames\n")
        self.assert_refused(self.gate(base, new), "gate must be a map")
        (self.folder / ".unblock.yaml").write_text("lint:\n  anything: 1\ngate:\n")
        self.assertEqual(self.gate(base, new).returncode, 0)
        (self.folder / ".unblock.yaml").write_text("gate: [\n")
        self.assert_refused(self.gate(base, new), ".unblock.yaml", "line")

    def test_a_counter_that_nobody_reports_is_noted(self):
        base = self.program("base", "BM_A 1000 0.01")
        self.assertIn("frames", self.gate(base, base, "--counter", "frames=exact").stdout)


class Programs(GateTest):
    def test_names_may_hold_any_character(self):
        names = ["BM_T<int[4]>", "a}b", "c]d", "x+y", "n(1)", "$m^", "größe/µs", "-minus", 'b{2}']
        base = self.program("base", *(f"{name} 1000 0" for name in names))
        code, result = self.gate_json(base, base)
        self.assertEqual(code, 0)
        self.assertEqual({one["name"]: one["state"] for one in result["benchmarks"]}, {name: "compared" for name in names})

    def test_the_programs_own_arguments_come_first(self):
        inner = self.program("inner", "BM_A 1000 0.01")
        for name in ("base", "new"):
            (self.folder / name).write_text(f'#!/bin/sh\n[ "$1" = data.txt ] || exit 9\nshift\nexec "{inner}" "$@"\n')
            (self.folder / name).chmod(0o755)
        base, new = self.folder / "base", self.folder / "new"
        self.assertEqual(self.gate(base, new, "--program-arg", "data.txt").returncode, 0)
        self.assert_refused(self.gate(base, new), "code 9")

    def test_two_scripts_are_not_called_the_same(self):
        for name, time in (("one", 1000), ("two", 1300)):
            (self.folder / name).mkdir()
            (self.folder / name / "run").write_text('#!/bin/sh\nexec "$(dirname "$0")/inner" "$@"\n')
            (self.folder / name / "run").chmod(0o755)
            self.program(f"{name}/inner", f"BM_A {time} 0.01")
        done = self.gate(self.folder / "one/run", self.folder / "two/run")
        self.assertEqual(done.returncode, 1)
        self.assertNotIn("identical files", done.stdout)

    def test_a_budget_that_is_too_small_says_what_would_do(self):
        base = self.program("base", *(f"BM_{i} 1000 0.3" for i in range(30)))
        done = self.bench("gate", "--baseline", base, "--candidate", base, "--keep-awake", "off", "--seed", 1, "--time-budget", "4s")
        self.assertRegex(done.stderr + done.stdout, r"\d+ of 30 benchmarks can be decided within 4 s; all need")


class BadPrograms(GateTest):
    def test_missing_and_foreign_programs_are_refused(self):
        base = self.program("base", "BM_A 1000 0.01")
        self.assert_refused(self.gate(base, self.folder / "nobody"), "candidate", "does not exist")
        self.assert_refused(self.gate(self.folder, base), "baseline", "folder")
        self.assert_refused(self.gate(base, "/bin/ls"), "no Google Benchmark executable")
        self.assert_refused(self.gate(base, "/bin/true"), "no Google Benchmark executable")
        self.assert_refused(self.gate(base, "/bin/echo"), "no Google Benchmark executable")
        (self.folder / "foreign").write_bytes(b"\x7fELF\x02\x01\x01 of another machine")
        (self.folder / "foreign").chmod(0o755)
        self.assert_refused(self.gate(self.folder / "foreign", base), "could not be started: Exec format error")
        (self.folder / "text").write_text("hello")
        self.assert_refused(self.gate(base, self.folder / "text"), "may not be executed")

    def test_added_and_removed_are_listed_not_failed(self):
        base, new = self.program("base", "BM_A 1000 0.01", "BM_Old 1 0"), self.program("new", "BM_A 1000 0.01", "BM_New 1 0")
        code, result = self.gate_json(base, new)
        self.assertEqual((code, result["added"], result["removed"]), (0, ["BM_New"], ["BM_Old"]))

    def test_nothing_in_common_is_refused(self):
        self.assert_refused(self.gate(self.program("base", "BM_A 1 0"), self.program("new", "BM_B 1 0")), "in common")

    def test_a_crash_in_one_benchmark_keeps_the_others(self):
        base, new = self.program("base", "BM_A 1000 0.01", "BM_B 1000 0.01"), self.program("new", "BM_A 1000 0.01", "BM_B crash")
        code, result = self.gate_json(base, new)
        self.assertEqual(code, 1)
        self.assertEqual(metric(result, "BM_A")["verdict"], "within-margin")
        self.assertEqual(state(result, "BM_B")["state"], "broken")
        new = self.program("new", "BM_A 1200 0.01", "BM_B crash")
        self.assertIn("slower: BM_A. The candidate fails in 1 benchmark where the baseline works: BM_B.", self.gate(base, new).stdout)
        self.assertIn("signal 11", state(result, "BM_B")["problem"])

    def test_one_crash_of_the_candidate_is_enough(self):
        base, new = self.program("base", "BM_A 1000 0.01"), self.program("new", "BM_A 1000 0.01 once_crash")
        code, result = self.gate_json(base, new)
        self.assertEqual((code, state(result, "BM_A")["state"]), (1, "broken"))
        self.assertIn("once the candidate was killed by signal 11", state(result, "BM_A")["problem"])

    def test_a_candidate_rebuilt_meanwhile_is_noticed(self):
        base, new = self.program("base", "BM_A 1000 0.5"), self.program("new", "BM_A 1000 0.5")
        gate = subprocess.Popen([BENCH, "gate", "--baseline", base, "--candidate", new, "--time-budget", "60s", "--keep-awake", "off", "--quiet"],
                                stdout=subprocess.PIPE, text=True)
        while not pathlib.Path(str(new) + ".ran").exists():
            time.sleep(0.02)
        pathlib.Path(new).unlink()
        shutil.copy("/bin/true", new)
        printed, _ = gate.communicate(timeout=60)
        self.assertEqual(gate.returncode, 3, printed)
        self.assertIn("was rebuilt or replaced while the gate ran", printed.replace("\n  ", " "))

    def test_a_full_disk_keeps_the_verdict(self):
        base = self.program("base", "BM_A 1000 0.01")
        full = self.folder / "full.json"
        os.symlink("/dev/full", full)
        gate = self.gate(base, base, "--format", "json", "-o", full, env={**os.environ, "TMPDIR": str(self.folder)})
        self.assertEqual(gate.returncode, 2)
        self.assertIn("Nothing is slower", gate.stdout)
        instead = re.search(r"the verdicts are in '(.*)' instead", gate.stderr)
        self.assertEqual(json.loads(pathlib.Path(instead.group(1)).read_text())["benchmarks"][0]["name"], "BM_A")

    def test_what_fails_on_both_sides_is_left_out(self):
        base, new = self.program("base", "BM_A 1000 0.01", "BM_B skip"), self.program("new", "BM_A 1000 0.01", "BM_B skip")
        code, result = self.gate_json(base, new)
        self.assertEqual((code, state(result, "BM_B")["state"]), (0, "left-out"))
        self.assertIn("no such device", state(result, "BM_B")["problem"])

    def test_what_the_candidate_repairs_is_left_out(self):
        base, new = self.program("base", "BM_A 1000 0.01", "BM_B crash"), self.program("new", "BM_A 1000 0.01", "BM_B 1000 0.01")
        code, result = self.gate_json(base, new)
        self.assertEqual((code, state(result, "BM_B")["state"]), (0, "left-out"))

    def test_times_that_are_none(self):
        for kind, word in (("nan", "no time that is a number"), ("zero", "time of 0"), ("negative", "-1.5"), ("skip", "no such device"), ("garbage", "no results")):
            base, new = self.program("base", "BM_A 1000 0.01", "BM_B 1000 0"), self.program("new", "BM_A 1000 0.01", f"BM_B {kind}")
            code, result = self.gate_json(base, new)
            self.assertEqual((code, state(result, "BM_B")["state"]), (1, "broken"), kind)
            self.assertIn(word, state(result, "BM_B")["problem"], kind)

    def test_a_hung_program_is_killed(self):
        base, new = self.program("base", "BM_A 1000 0.01", "BM_B 1000 0"), self.program("new", "BM_A 1000 0.01", "BM_B hang")
        code, result = self.gate_json(base, new, "--deadline", 1)
        self.assertEqual((code, state(result, "BM_B")["state"]), (1, "broken"))
        self.assertIn("did not end", state(result, "BM_B")["problem"])

    def test_lines_on_stdout_do_no_harm(self):
        base, new = self.program("base", "print hello world", "BM_A 1000 0.01"), self.program("new", "print hello world", "BM_A 1000 0.01")
        code, result = self.gate_json(base, new)
        self.assertEqual((code, metric(result, "BM_A")["verdict"]), (0, "within-margin"))
        self.assertIn("a line that they print", state(result, "hello world")["problem"])


class BadArguments(GateTest):
    def test_each_is_one_sentence(self):
        base = self.program("base", "BM_A 1000 0.01")
        self.assert_refused(self.gate(base, base, "--margin", "five"), "--margin", "five")
        self.assert_refused(self.gate(base, base, "--filter", "("), "--filter")
        self.assert_refused(self.gate(base, base, "--filter", "nomatch"), "nomatch")
        self.assert_refused(self.gate(base, base, "--counter", "frames"), "--counter")
        self.assert_refused(self.gate(base, base, "--format", "yaml"), "yaml", "markdown")
        self.assert_refused(self.gate(base, base, "-o", "/nowhere/x"), "/nowhere/x")
        self.assert_refused(self.gate(base, base, "--also", "junit"), "--also")
        self.assert_refused(self.gate(base, base, budget="soon"), "--time-budget")
        self.assert_refused(self.bench("gate", "--baseline", base), "--candidate")
        self.assert_refused(self.bench("gate", "one.json"), "BASE.json NEW.json")
        self.assert_refused(self.bench("gate", base, base), "is a program", "--baseline")
        self.assert_refused(self.gate(base, base, "--cpus", "0,4000"), "--cpus 0,4000")


class Workers(GateTest):
    def test_real_benchmarks_are_understood(self):
        base, new = self.real("base"), self.real("new", SAMPLE_CALLS=4, SAMPLE_SLOWDOWN=3)
        code, result = self.gate_json(base, new, "--counter", "calls=exact", "--min-time", 0.01, "--filter", "1000$|pipe", budget="120s")
        self.assertEqual(code, 1)
        self.assertEqual(metric(result, "pipe_trip", "calls")["verdict"], "differs")
        self.assertEqual(metric(result, "arithmetic/1000")["verdict"], "slower")  # three times the work
        self.assertGreater(metric(result, "arithmetic/1000")["baseline"], 0)


if __name__ == "__main__":
    unittest.main()
