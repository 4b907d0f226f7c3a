#!/usr/bin/env python3
"""unblock-report from outside: every format, mixed inputs, bad inputs, exit codes, and outputs that other tools can read."""
import csv
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])


def report(*arguments, stdin=None):
    return subprocess.run([BIN / "unblock-report", *map(str, arguments)], capture_output=True, text=True, timeout=120, input=stdin)


SAMPLES = pathlib.Path(tempfile.mkdtemp())


def setUpModule():
    unittest.addModuleCleanup(shutil.rmtree, SAMPLES)
    subprocess.run([BIN / "write_sample_reports", SAMPLES], check=True)


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        for name in ("sample.json", "base.json", "sample.sarif"):
            shutil.copy(SAMPLES / name, self.folder)
        self.out = self.folder / "out.html"

    def file(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return path

    def refused(self, *arguments):
        """The one sentence of a refusal; nothing else may have happened."""
        result = report(*arguments)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(result.stdout, "")
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertTrue(result.stderr.startswith("unblock-report: "), result.stderr)
        return result.stderr


class Writing(Folder):
    def write(self, name, *inputs):
        result = report(*(inputs or (self.folder / "sample.json", self.folder / "sample.sarif")), "-o", self.folder / name)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return (self.folder / name).read_text()

    def test_any_mix_in_any_format(self):
        self.assertIn("</html>", self.write("a.html"))
        self.assertIn("</html>", self.write("b.htm", self.folder / "base.json", self.folder / "sample.json"))
        self.assertIn("| workload |", self.write("a.md"))
        self.assertEqual(json.loads(self.write("a.sarif"))["version"], "2.1.0")
        self.assertIn("benchmarks", json.loads(self.write("a.json")))

    def test_the_format_may_be_said(self):
        result = report(self.folder / "sample.json", "-o", "/dev/stdout", "--format", "markdown")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("| workload |", result.stdout)

    def test_csv_has_a_row_per_cell_and_metric(self):
        rows = list(csv.DictReader(io.StringIO(self.write("a.csv"))))
        self.assertTrue(all(None not in row and None not in row.values() for row in rows))
        epoll = [row for row in rows if row["runtime"] == "epoll" and row["workload"] == "echo" and row["metric"] == "time_ns_per_op"]
        self.assertEqual([round(float(row["estimate"])) for row in epoll], [5200, 3640])
        self.assertIn("withheld", {row["status"] for row in rows})

    def test_junit_counts_what_it_holds(self):
        root = ElementTree.fromstring(self.write("a.xml"))
        for suite in root.iter("testsuite"):
            cases = suite.findall("testcase")
            self.assertEqual(int(suite.get("tests")), len(cases))
            for kind, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
                self.assertEqual(int(suite.get(kind)), len(suite.findall(f"testcase/{tag}")), kind)
        self.assertTrue(any("3,180" in failure.get("message") for failure in root.iter("failure")))

    def test_a_result_reads_back_the_same(self):
        self.assertEqual(self.write("again.json", self.folder / "sample.json"), (self.folder / "sample.json").read_text())

    def test_foreign_benchmarks_become_a_page(self):
        rows = [{"name": f"BM_Copy/{n}", "run_type": "iteration", "real_time": n * 1.5, "cpu_time": n, "time_unit": "ns", "iterations": 1000}
                for n in (8, 64, 512)]
        text = json.dumps({"context": {"date": "2026-01-01", "library_build_type": "debug"}, "benchmarks": rows}).replace("768.0", "NaN")
        page = self.write("foreign.html", self.file("foreign.json", text))
        self.assertIn("built for debugging", page)
        self.assertIn("gives no time that is a number", page)

    def test_a_hundred_thousand_rows_are_read(self):
        rows = ",".join('{"name":"BM_%d","real_time":%d,"cpu_time":1,"time_unit":"ns","iterations":1}' % (i % 50, i) for i in range(100000))
        page = self.write("rows.html", self.file("rows.json", '{"context":{},"benchmarks":[%s]}' % rows))
        self.assertLess(len(page), 2_000_000)


    def test_a_history_is_drawn(self):
        files = [self.file(f"h{day}.json", json.dumps({"unblock_history": 1, "commit": f"{day:040x}", "date": f"2026-03-{day:02}T10:00:00Z",
                                                       "environment": {}, "benchmarks": {"BM_A": {"real_time": (100 if day < 9 else 130) + day % 3}}}))
                 for day in range(1, 17)]
        page = self.write("history.html", *files)
        self.assertIn("the level of 1 benchmark changed", page)
        self.assertIn("changed by +2", page)
        self.assertIn("2026-03-01", page)

    def test_a_context_key_called_runs_is_not_sarif(self):
        text = json.dumps({"context": {"runs": "5"}, "benchmarks": [{"name": "BM_A", "real_time": 10, "cpu_time": 10, "time_unit": "ns"}]})
        self.assertIn("BM_A took 10 ns", self.write("runs.html", self.file("runs.json", text)))


class Comparing(Folder):
    """Two files of one kind: the judge's words in every format, or one sentence that refuses."""

    def setUp(self):
        super().setUp()
        log = json.loads((self.folder / "sample.sarif").read_text())
        results = log["runs"][0]["results"]
        self.gone = results[0]
        # One finding is gone, one is new: the same code in another file.
        added = json.loads(json.dumps(results[1]).replace("src/session.cc", "src/added.cc"))
        del added["partialFingerprints"]
        log["runs"][0]["results"] = [*results[1:], added]
        self.now = self.file("now.sarif", json.dumps(log))

    def write(self, name, *arguments):
        result = report(*arguments, "-o", self.folder / name)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        return (self.folder / name).read_text()

    def test_findings_are_new_fixed_or_unchanged(self):
        for way in ([self.folder / "sample.sarif", self.now], [self.now, "--baseline", self.folder / "sample.sarif"]):
            self.assertIn("1 new finding, 1 fixed, 3 unchanged", self.write("d.md", *way))
            self.assertIn("1 new finding, 1 fixed, 3 unchanged", self.write("d.html", *way))
            states = [row["state"] for row in csv.DictReader(io.StringIO(self.write("d.csv", *way)))]
            self.assertEqual(sorted(states), ["fixed", "new", "unchanged", "unchanged", "unchanged"])

    def test_sarif_carries_the_states(self):
        log = json.loads(self.write("d.sarif", self.now, "--baseline", self.folder / "sample.sarif"))
        states = {result["baselineState"]: result for result in log["runs"][0]["results"]}
        self.assertEqual(set(states), {"new", "unchanged", "absent"})
        self.assertEqual(states["absent"]["message"], self.gone["message"])

    def test_only_new_findings_fail_in_junit(self):
        root = ElementTree.fromstring(self.write("d.xml", self.now, "--baseline", self.folder / "sample.sarif"))
        failed = [case.get("name") for case in root.iter("testcase") if case.find("failure") is not None]
        self.assertEqual(len(failed), 1)
        self.assertTrue(failed[0].startswith("src/added.cc"))

    def test_a_baseline_that_nothing_belongs_to_is_refused(self):
        log = json.loads(self.now.read_text())
        log["runs"][0]["tool"]["driver"]["name"] = "other-tool"
        other = self.file("other.sarif", json.dumps(log))
        self.assertIn("findings of other-tool, and no input has any of that tool", self.refused(self.now, "--baseline", other, "-o", self.out))
        self.assertIn("no benchmark in common", self.refused(self.now, "--baseline", self.folder / "base.json", "-o", self.out))

    def test_a_named_baseline_is_the_base_of_results(self):
        page = self.write("r.html", self.folder / "sample.json", "--baseline", self.folder / "base.json")
        self.assertEqual(page.replace("base.json", ""), self.write("two.html", self.folder / "base.json", self.folder / "sample.json").replace("base.json", ""))

    def test_results_with_other_settings_are_refused(self):
        for name, clients in (("one.json", "1"), ("four.json", "4")):
            results = json.loads((self.folder / "sample.json").read_text())
            results["unblock"]["settings"] = {"min_time_s": "0.03", "keep_awake": "auto", "clients": clients}
            self.file(name, json.dumps(results))
        for format in ("html", "markdown", "junit"):
            told = self.refused(self.folder / "one.json", self.folder / "four.json", "-o", self.out, "--format", format)
            self.assertIn("measured with different settings: --clients 1, then 4; measure both in the same way", told)
        self.assertFalse(self.out.exists())


class Refusing(Folder):
    def test_inputs_that_are_none(self):
        cases = {
            "": "the file is empty",
            "{\"benchmarks\": [": "cut off at line 1",
            "hello": "not JSON at line 1",
            "[1, 2]": "neither Google Benchmark's",
            "{\"benchmarks\": []}": "it has no benchmark",
            "{\"runs\": 3}": "not SARIF",
            "\x00\x01": "not JSON",
        }
        for text, words in cases.items():
            with self.subTest(text):
                self.assertIn(words, self.refused(self.file("bad.json", text), "-o", self.out))
        self.assertFalse(self.out.exists())

    def test_every_cut_of_a_result_is_refused(self):
        text = (self.folder / "sample.json").read_text()
        for share in (0.001, 0.1, 0.5, 0.9, 0.999):
            self.assertIn("cut off at line", self.refused(self.file("cut.json", text[: int(len(text) * share)]), "-o", self.out))

    def test_missing_files_and_places(self):
        sample = self.folder / "sample.json"
        self.assertIn("No such file", self.refused(self.folder / "none.json", "-o", self.out))
        self.assertIn("it is a folder", self.refused(self.folder, "-o", self.out))
        self.assertIn("does not exist", self.refused(sample, "-o", self.folder / "no" / "out.html"))
        self.assertIn("No space left", self.refused(sample, "-o", "/dev/full", "--format", "html"))

    def test_an_older_report_is_not_destroyed(self):
        self.out.write_text("older")
        self.refused(self.file("bad.json", "{"), "-o", self.out)
        self.assertEqual(self.out.read_text(), "older")

    def test_arguments(self):
        sample = self.folder / "sample.json"
        self.assertIn("did you mean 'html'?", self.refused(sample, "-o", self.out, "--format", "htlm"))
        self.assertIn("does not tell the format", self.refused(sample, "-o", self.folder / "out.txt"))
        self.assertIn("--help", self.refused("-o", self.out))
        self.assertIn("no input has findings", self.refused(sample, "-o", self.folder / "x.sarif"))
        self.assertEqual(report("--help").returncode, 0)
        self.assertIn("junit", report("--help").stdout)

    def test_a_newer_schema(self):
        text = (self.folder / "sample.json").read_text().replace('"schema":1', '"schema":7')
        self.assertIn("newer Unblock (schema 7", self.refused(self.file("new.json", text), "-o", self.out))


if __name__ == "__main__":
    unittest.main()
