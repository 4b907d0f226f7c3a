"""unblock bench gate BASE.json NEW.json, the formats, the history and the noise of the machine."""
import concurrent.futures
import json
import random
import subprocess
import unittest
import xml.etree.ElementTree

from programs import SAMPLE, GateTest, metric, state


def results(times, context=None, name="BM_A", **counters):
    rows = [{"name": name, "run_name": name, "run_type": "iteration", "repetitions": len(times), "repetition_index": i, "threads": 1, "iterations": 10,
             "real_time": time, "cpu_time": time, "time_unit": "ns", **counters} for i, time in enumerate(times)]
    return json.dumps({"context": {"date": "2026-03-01T10:00:00+00:00", "host_name": "a", "num_cpus": 2, **(context or {})}, "benchmarks": rows})


def noisy(center, count, seed, spread=0.01):
    draw = random.Random(seed)
    return [center * (1 + draw.gauss(0, spread)) for _ in range(count)]


class Stored(GateTest):
    def file(self, name, text):
        (self.folder / name).write_text(text)
        return name

    def compare(self, base, new, *arguments):
        done = self.bench("gate", self.file("base.json", base), self.file("new.json", new), "--format", "json", *arguments)
        self.assertIn(done.returncode, (0, 1, 2, 3, 4), done.stderr)
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    def test_same_slower_and_undecided(self):
        self.assertEqual(self.compare(results(noisy(100, 12, 1)), results(noisy(100, 12, 2)))[0], 0)
        self.assertEqual(self.compare(results(noisy(100, 12, 1)), results(noisy(120, 12, 2)))[0], 1)
        self.assertEqual(self.compare(results(noisy(100, 12, 1, 0.3)), results(noisy(100, 12, 2, 0.3)))[0], 3)

    def test_one_repetition_is_not_enough_and_says_how_many_are(self):
        code, result = self.compare(results([100]), results([150]))
        self.assertEqual(code, 3)
        self.assertIn("1 repetition; 5 in each file are needed", metric(result, "BM_A")["doubt"])

    def test_the_weaker_promise_is_said(self):
        self.compare(results(noisy(100, 12, 1)), results(noisy(100, 12, 2)))
        self.assertIn("promise is weaker", self.bench("gate", "base.json", "new.json").stdout)
        options_first = self.bench("gate", "--counter", "items=exact", "--also", "json=also.json", "base.json", "new.json")
        self.assertIn("promise is weaker", options_first.stdout, options_first.stderr)

    def test_another_machine_is_named_and_not_judged(self):
        base, new = results(noisy(100, 12, 1)), results(noisy(200, 12, 2), {"num_cpus": 64})
        code, result = self.compare(base, new)
        self.assertEqual(code, 3)
        self.assertIn("num_cpus", " ".join(result["notes"]))
        self.assertEqual(self.compare(base, new, "--across-machines")[0], 1)

    def test_counts_are_judged_across_machines(self):
        base, new = results([100] * 3, syscalls_per_op=3), results([100] * 3, {"num_cpus": 64}, syscalls_per_op=4)
        self.assertEqual(self.compare(base, new)[0], 1)

    def test_zero_negative_and_nan(self):
        code, result = self.compare(results([100] * 12), results([0] * 12))
        self.assertEqual(code, 3)
        self.assertIn("zero or less", metric(result, "BM_A")["doubt"])
        code, result = self.compare(results([100] * 12), results([100] * 12).replace("100", "NaN"))
        self.assertEqual((code, state(result, "BM_A")["state"]), (1, "broken"))

    def test_what_is_better_when_higher_is_shown_as_it_changed(self):
        def rates(times):
            text = json.loads(results(times))
            for row in text["benchmarks"]:
                row["frames"] = 1e9 / row["real_time"]
            return json.dumps(text)
        code, result = self.compare(rates(noisy(100, 12, 1)), rates(noisy(112, 12, 2)), "--counter", "frames=higher-is-better")
        frames = metric(result, "BM_A", "frames")
        self.assertEqual((code, frames["verdict"]), (1, "slower"))
        self.assertLess(frames["ratio"], 0.92)
        self.assertLessEqual(frames["ratio_low"], frames["ratio_high"])
        self.assertIn("-1", self.bench("gate", "base.json", "new.json", "--counter", "frames=higher-is-better").stdout.split("BM_A frames")[1].split("WORSE")[0])

    def test_bad_files_are_one_sentence(self):
        good = self.file("good.json", results([1, 2]))
        self.assert_refused(self.bench("gate", good, "nowhere.json"), "nowhere.json")
        self.assert_refused(self.bench("gate", good, self.file("cut.json", results([1, 2])[:50])), "cut.json")
        self.assert_refused(self.bench("gate", good, self.file("other.json", results([1, 2], name="BM_B"))), "in common")


class Formats(GateTest):
    def written(self, base_lines, new_lines, *arguments):
        base, new = self.program("base", *base_lines), self.program("new", *new_lines)
        names = {"markdown": "m.md", "junit": "j.xml", "json": "g.json", "github-action-benchmark": "a.json", "bencher": "b.json"}
        also = [word for name, file in names.items() for word in ("--also", f"{name}={file}")]
        done = self.gate(base, new, *also, *arguments)
        return done, {name: (self.folder / file).read_text() for name, file in names.items()}

    def test_all_say_the_same(self):
        done, files = self.written(["BM_A 1000 0.01", "BM_B 1000 0.01", "BM_C 1 0"], ["BM_A 1200 0.01", "BM_B 1000 0.01", "BM_C crash"])
        self.assertEqual(done.returncode, 1)
        suite = xml.etree.ElementTree.fromstring(files["junit"]).find("testsuite")
        self.assertEqual((suite.get("tests"), suite.get("failures"), suite.get("errors")), ("3", "1", "1"))
        self.assertIn("**SLOWER**", files["markdown"])
        self.assertIn("| BM\\_A | time |", files["markdown"])
        self.assertEqual([row["name"] for row in json.loads(files["github-action-benchmark"])], ["BM_A", "BM_B"])
        self.assertEqual({"name", "unit", "value", "extra", "range"}, set(json.loads(files["github-action-benchmark"])[0]))
        bencher = json.loads(files["bencher"])["BM_A"]["latency"]
        self.assertLessEqual(bencher["lower_value"], bencher["value"])
        self.assertLessEqual(bencher["value"], bencher["upper_value"])
        self.assertEqual(json.loads(files["json"])["exit_code"], 1)

    def test_names_cannot_break_the_formats(self):
        name = 'BM_"<&|`@x"'
        _, files = self.written([f"{name.replace(chr(34), '')} 1000 0.01"], [f"{name.replace(chr(34), '')} 1000 0.01"])
        self.assertIn("BM\\_&lt;&amp;\\|\\`&#64;x", files["markdown"])
        case = xml.etree.ElementTree.fromstring(files["junit"]).find("testsuite/testcase")
        self.assertEqual(case.get("name"), "BM_<&|`@x")

    def test_markdown_stays_below_the_limits_of_the_services(self):
        rows = json.dumps({"context": {}, "benchmarks": [
            {"name": f"BM_{'x' * 60}/{i}", "run_type": "iteration", "iterations": 1, "real_time": 5 + i % 7, "cpu_time": 1, "time_unit": "ns"} for i in range(3000)]})
        (self.folder / "many.json").write_text(rows)
        done = self.bench("gate", "many.json", "many.json", "--format", "markdown")
        self.assertLess(len(done.stdout.encode()), 60_001)
        self.assertIn("left out for length", done.stdout)


class History(GateTest):
    def add(self, center, day, *arguments, seed=0):
        file = f"r{day}-{seed}.json"
        (self.folder / file).write_text(results(noisy(center, 3, day * 100 + seed)))
        return self.bench("history", "add", file, "--dir", "h", "--date", f"2026-03-{day:02}T10:00:00Z", "--commit", f"{day:040x}", *arguments)

    def test_the_commit_is_what_the_files_context_says(self):
        (self.folder / "r.json").write_text(results(noisy(100, 3, 1), {"GIT_COMMIT_HASH": "abc1234"}))
        done = self.bench("history", "add", "r.json", "--dir", "h")
        self.assertIn("_abc1234_", done.stdout)
        self.assertIn("_0ff_", self.bench("history", "add", "r.json", "--dir", "h", "--commit", "0ff").stdout)

    def test_a_change_is_told_with_commit_date_and_effect(self):
        for day in range(1, 25):
            self.assertEqual(self.add(100 if day < 13 else 115, day).returncode, 0)
        done = self.bench("history", "--dir", "h", "--format", "json")
        change, = json.loads(done.stdout)["changes"]
        self.assertEqual((change["date"], change["commit"]), ("2026-03-13T10:00:00Z", f"{13:040x}"))
        self.assertAlmostEqual(change["after"] / change["before"], 1.15, delta=0.02)
        self.assertIn("2026-03-13", self.bench("history", "--dir", "h").stdout)
        self.assertEqual(json.loads(self.bench("history", "--dir", "h", "--since", "2026-03-14", "--format", "json").stdout)["changes"], [])

    def test_writers_at_once_lose_nothing_and_the_same_result_is_one_file(self):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            done = list(pool.map(lambda i: self.add(100, 1 + i // 2, seed=i), range(16)))
        self.assertEqual([one.returncode for one in done], [0] * 16)
        self.assertEqual(len(list((self.folder / "h").iterdir())), 16)
        before = {path.name: path.read_bytes() for path in (self.folder / "h").iterdir()}
        self.add(100, 1, seed=0)
        self.assertEqual({path.name: path.read_bytes() for path in (self.folder / "h").iterdir()}, before)

    def test_broken_files_are_named_and_the_others_read(self):
        self.add(100, 1)
        (self.folder / "h" / "cut.json").write_text('{"unblock_history": 1, "com')
        (self.folder / "h" / "foreign.json").write_text("[]")
        (self.folder / "h" / "README").write_text("not ours")
        done = self.bench("history", "--dir", "h")
        self.assertEqual(done.returncode, 0)
        self.assertIn("1 result from", done.stdout)
        self.assertEqual(len(done.stderr.strip().splitlines()), 2)
        self.assertIn("cut.json", done.stderr)

    def test_the_answer_is_not_written_over_an_entry(self):
        self.add(100, 1)
        (entry,) = (self.folder / "h").iterdir()
        before = entry.read_bytes()
        self.assert_refused(self.bench("history", "--dir", "h", "-o", f"h/{entry.name}"), "it is one of the inputs")
        self.assertEqual(entry.read_bytes(), before)

    def test_dates_of_different_zones_stand_in_the_order_of_time(self):
        for number, date in enumerate(("2026-03-01T23:00:00-05:00", "2026-03-02 03:00:00 +0000")):
            (self.folder / "r.json").write_text(results(noisy(100, 3, number)))
            self.assertEqual(self.bench("history", "add", "r.json", "--dir", "h", "--date", date).returncode, 0)
        self.assertIn("from 2026-03-02T03:00:00Z to 2026-03-02T04:00:00Z", self.bench("history", "--dir", "h").stdout)

    def test_nothing_since_a_date_is_not_an_empty_history(self):
        self.add(100, 1)
        self.assertIn("no results since 2027", self.bench("history", "--dir", "h", "--since", "2027").stdout)

    def test_mistakes_are_one_sentence(self):
        self.assert_refused(self.bench("history", "--dir", "nowhere"), "nowhere")
        (self.folder / "h").mkdir()
        self.assert_refused(self.bench("history", "--dir", "h", "--since", "yesterday"), "--since", "yesterday")
        (self.folder / "good.json").write_text(results([1]))
        self.assert_refused(self.bench("history", "add", "good.json", "--dir", "h", "--date", "today"), "--date", "today")
        self.assert_refused(self.bench("history", "add", "nowhere.json", "--dir", "h"), "nowhere.json")
        (self.folder / "file").write_text("")
        (self.folder / "r.json").write_text(results([1]))
        self.assert_refused(self.bench("history", "add", "r.json", "--dir", "file"), "file")


class Noise(GateTest):
    def test_it_judges_the_machine(self):
        done = self.bench("noise", "--time-budget", "2s", "--keep-awake", "off", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads(done.stdout)
        self.assertEqual(len(report["kinds"]), 2)
        self.assertGreater(report["kinds"][1]["typical_ns"], 0)
        self.assertIn("margin", self.bench("noise", "--time-budget", "1s", "--keep-awake", "off").stdout)


class RealResults(GateTest):
    def test_google_benchmarks_own_json_with_repetitions(self):
        for name in ("base.json", "new.json"):
            subprocess.run([SAMPLE, "--benchmark_filter=pipe", "--benchmark_repetitions=6", "--benchmark_min_time=0.001",
                            f"--benchmark_out={self.folder / name}"], check=True, capture_output=True)
        done = self.bench("gate", "base.json", "new.json", "--format", "json")
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        self.assertEqual(metric(json.loads(done.stdout), "pipe_trip")["blocks"], 6)


if __name__ == "__main__":
    unittest.main()
