"""What is done while calls fail: each scenario prepares a folder, names a command, and knows what must be whole afterwards."""
import hashlib
import json
import os
import pathlib
import shutil
import subprocess

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
ROOT = pathlib.Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests/reports/golden"

TASK = """#include <coroutine>
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
"""
SOURCE = '#include "task.h"\nTask work() { co_return; }\nTask caller() {\n  work();\n  co_return;\n}\n'
FIXED = SOURCE.replace("  work();", "  co_await work();")


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def is_json_text(text):
    try:
        json.loads(text)
        return True
    except ValueError:
        return False


def is_json(path):
    try:
        return is_json_text(path.read_text())
    except (OSError, ValueError):
        return False


class Scenario:
    """What all have in common: files that must stay as they are, an output that is old or whole, nothing else."""
    name = ""
    inside = ""          # only calls of this program count; empty: of all that it starts too
    kinds = set()        # only calls of these kinds fail; empty: of all
    in_sample = True     # else only with --all, or by name
    done = {0}           # exit codes of a command that did its work
    inputs = ()          # must be the same afterwards
    compares_inputs = True
    output = None        # is the old content or a whole new one
    may_appear = set()   # other names in the folder
    talks = False        # prints its findings to standard error, also where they could not be stored
    old = '{"old": true}'

    def available(self):
        return all((BIN / program).exists() for program in self.programs())

    def programs(self):
        return [self.inside] if self.inside else []

    def prepare(self, folder):
        if self.output:
            (folder / self.output).write_text(self.old)

    def whole(self, path):
        return is_json(path)

    def strays(self, folder):
        known = set(self.inputs) | {self.output} | self.may_appear
        return sorted(path.name for path in folder.iterdir() if path.name not in known)

    def keeps(self, _):
        """A file in the temporary folder that is meant to be there."""
        return False

    def damage(self, folder, _scratch, is_done):
        wrong = [f"'{name}' changed" for name in (self.inputs if self.compares_inputs else ()) if digest(folder / name) != digest(self.original(name))]
        if not self.output:
            return wrong
        path = folder / self.output
        is_old = path.is_file() and path.read_text(errors="replace") == self.old
        if not is_old and not self.whole(path):
            wrong.append(f"'{self.output}' is neither the old one nor whole")
        if is_done and is_old:
            wrong.append(f"done, but '{self.output}' is the old one")
        return wrong

    def original(self, name):
        return GOLDEN / name


class Report(Scenario):
    name, inside, inputs, output = "report", "unblock-report", ("sample.json", "sample.sarif"), "report.html"
    old = "<html>old</html>\n"

    def prepare(self, folder):
        super().prepare(folder)
        for name in self.inputs:
            shutil.copy(GOLDEN / name, folder)

    def command(self, _):
        return [BIN / "unblock-report", *self.inputs, "-o", self.output]

    def whole(self, path):
        return path.is_file() and path.read_text(errors="replace").rstrip().endswith("</html>")


class ReportJson(Report):
    name, output, old, inputs = "report_json", "again.json", Scenario.old, ("sample.json",)
    whole = Scenario.whole


class ReportEachFormat(Report):
    """One scenario for each format that a report can have beside the page."""

    def __init__(self, ending):
        self.name, self.output, self.ending = f"report_{ending}", f"report.{ending}", ending

    def whole(self, path):
        text = path.read_text(errors="replace")
        good = {"md": "\n", "csv": "\n", "xml": "</testsuites>\n", "sarif": "}\n"}[self.ending]
        return len(text) > 1000 and text.endswith(good)


class GateStored(Scenario):
    name, inside, done, inputs, output = "gate_stored", "unblock-bench", {0, 1, 3}, ("sample.json", "other.json"), "gate.json"

    def prepare(self, folder):
        super().prepare(folder)
        for name in self.inputs:
            shutil.copy(GOLDEN / "sample.json", folder / name)

    def original(self, _):
        return GOLDEN / "sample.json"

    def command(self, _):
        return [BIN / "unblock-bench", "gate", *self.inputs, "--format", "json", "-o", self.output]

    def keeps(self, path):
        return path.name.startswith("unblock-") and is_json(path)  # the verdict that could not be stored where it was asked for


class GatePrograms(GateStored):
    compares_inputs = False  # links and specs that nobody writes
    name, inputs, may_appear = "gate_programs", ("base", "base.spec", "new", "new.spec"), {"base.ran", "new.ran"}

    def programs(self):
        return ["unblock-bench", "gate-fake-program"]

    def prepare(self, folder):
        Scenario.prepare(self, folder)
        for name in ("base", "new"):
            os.symlink(BIN / "gate-fake-program", folder / name)
            (folder / f"{name}.spec").write_text("BM_A 100 0.01\n")

    def command(self, _):
        return [BIN / "unblock-bench", "gate", "--baseline", "./base", "--candidate", "./new", "--time-budget", "0.4s", "--min-time", "0.001", "--keep-awake",
                "off", "--quiet", "--format", "json", "-o", self.output, "--seed", "1"]


class HistoryAdd(Scenario):
    name, inside, inputs, may_appear = "history_add", "unblock-bench", ("sample.json",), {"history"}

    def prepare(self, folder):
        shutil.copy(GOLDEN / "sample.json", folder)
        (folder / "history").mkdir()
        (folder / "history" / "2026-01-01T00-00-00Z_none_0.json").write_text(
            '{"unblock_history": 1, "commit": "", "date": "2026-01-01T00:00:00Z", "environment": {}, "benchmarks": {"a": {"real_time": 1}}}')

    def command(self, _):
        return [BIN / "unblock-bench", "history", "add", "sample.json", "--dir", "history"]

    def damage(self, folder, scratch, is_done):
        entries = sorted((folder / "history").glob("*.json"))
        wrong = super().damage(folder, scratch, is_done) + [f"'{path.name}' is broken" for path in entries if not is_json(path)]
        if is_done and len(entries) != 2:
            wrong.append("done, but nothing was added")
        return wrong

    def strays(self, folder):
        return super().strays(folder) + sorted(path.name for path in (folder / "history").iterdir() if path.suffix != ".json")


class HistoryShow(HistoryAdd):
    name = "history_show"

    def command(self, _):
        return [BIN / "unblock-bench", "history", "--dir", "history"]

    def damage(self, folder, scratch, _):
        return HistoryAdd.damage(self, folder, scratch, False)


class BenchRun(Scenario):
    name, inside, done, output, may_appear = "bench_run", "unblock-bench", {0, 1}, "results.json", {"workers"}

    def programs(self):
        return ["unblock-bench", "unblock-steady-worker"]

    def prepare(self, folder):
        super().prepare(folder)
        (folder / "workers").mkdir()
        os.symlink(BIN / "unblock-steady-worker", folder / "workers" / "unblock-worker-steady")

    def command(self, _):
        return [BIN / "unblock-bench", "run", "--workers", "workers", "--rounds", "3", "--min-time", "0.001", "--canary", "0", "--keep-awake", "off", "--no-counts",
                "--quiet", "--seed", "1", "-o", self.output]

    def strays(self, folder):
        return [name for name in super().strays(folder) if name != f"{self.output}.partial"]

    def damage(self, folder, scratch, is_done):
        """Rounds stay where the results could not be stored, every line of them whole but the last one."""
        wrong = super().damage(folder, scratch, is_done)
        partial = folder / f"{self.output}.partial"
        lines = partial.read_text().split("\n")[:-1] if partial.exists() else []
        if is_done and partial.exists():
            wrong.append("the rounds are still there beside the results")
        wrong += [f"line {i + 1} of the rounds is broken" for i, line in enumerate(lines) if not is_json_text(line)]
        kept = max([sum(line.startswith('{"measured"') for line in lines), *map(self.rounds_in, [folder / self.output, *scratch.glob("unblock-results-*")])])
        answered = folder / "workers" / "unblock-worker-steady.answered"
        measured = answered.stat().st_size if answered.exists() else 0
        return wrong + ([f"{measured} rounds came off, and {kept} were kept"] if kept < measured - self.uncounted - 1 else [])

    uncounted = 0  # answers that no round is made of

    def rounds_in(self, path):
        if not self.whole(path):
            return 0
        results = json.loads(path.read_text())  # voided rounds stand with their cell
        return sum(row["run_type"] == "iteration" for row in results["benchmarks"]) + sum(len(cell.get("rounds", [])) for cell in results["unblock"]["cells"])

    def keeps(self, path):
        return path.name.startswith("unblock-results-") and is_json(path)

    def whole(self, path):
        return is_json(path) and "unblock" in json.loads(path.read_text())


class BenchRunProbes(BenchRun):
    """With all that a run asks of the machine: the canary, CPUs kept awake, counted system calls and allocations."""
    name, in_sample, uncounted = "bench_run_probes", False, 1  # the run that only counts

    def command(self, folder):
        options = {"--canary": "0.004", "--keep-awake": "on", "--rounds": "2"}
        command = [part for part in super().command(folder) if part != "--no-counts"]
        for option, value in options.items():
            command[command.index(option) + 1] = value
        return command


class Lint(Scenario):
    """With a cache of its own: what a fault left in it must not answer for the source."""
    name, inside, done, inputs, output = "lint", "unblock-lint", {0, 1}, ("task.h", "a.cc"), "findings.sarif"
    may_appear = {"cache"}
    in_sample, compares_inputs = False, False

    def prepare(self, folder):
        super().prepare(folder)
        (folder / "task.h").write_text(TASK)
        (folder / "a.cc").write_text(SOURCE)

    def command(self, _):
        return self.lint("--format", "sarif", "-o", self.output)

    @staticmethod
    def lint(*options):
        return [BIN / "unblock-lint", "-j1", "-q", "--cache", "cache", *options, "a.cc", "--", "-std=c++20"]

    def damage(self, folder, scratch, is_done):
        wrong = [f"'{name}' changed" for name, text in (("task.h", TASK), ("a.cc", SOURCE)) if (folder / name).read_text() != text]
        again = subprocess.run(self.lint(), cwd=folder, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)
        if again.returncode != 1 or again.stdout.count("[async-unawaited-coroutine]") != 1:
            wrong.append(f"linted again, it ends with {again.returncode} and finds {again.stdout!r}")
        return wrong + super().damage(folder, scratch, is_done)


class LintFix(Lint):
    name, output, talks = "lint_fix", None, True  # says how many fixes it applied

    def command(self, _):
        return self.lint("--fix")

    def damage(self, folder, _scratch, is_done):
        text = (folder / "a.cc").read_text() if (folder / "a.cc").exists() else ""
        wrong = [] if text in (SOURCE, FIXED) else ["the source is corrupted"]
        return wrong + ([] if (folder / "task.h").read_text() == TASK else ["'task.h' changed"])


class LintFixLinked(LintFix):
    """A source of two names, which is written in place: after SIGKILL, what it held lies beside it."""
    name, kinds, may_appear = "lint_fix_linked", {"write", "fsync", "mode"}, {"cache", "twin.cc"}

    def prepare(self, folder):
        super().prepare(folder)
        os.link(folder / "a.cc", folder / "twin.cc")

    def damage(self, folder, scratch, is_done):
        wrong = super().damage(folder, scratch, is_done)
        if not os.path.samefile(folder / "a.cc", folder / "twin.cc"):
            wrong.append("two names of one file are two files")
        beside = [path for path in folder.glob("a.cc.*") if path.read_text() == SOURCE]
        return [one for one in wrong if not beside or one != "the source is corrupted"]


class LintLink(Scenario):
    """Facts that were made before the fault."""
    name, inside, done, output, may_appear = "lint_link", "unblock-lint", {0, 1}, "findings.sarif", {"task.h", "a.cc", "facts", "cache"}
    in_sample = False

    def prepare(self, folder):
        super().prepare(folder)
        (folder / "task.h").write_text(TASK)
        (folder / "a.cc").write_text(SOURCE)
        subprocess.run(Lint.lint("--facts-out", "facts"), cwd=folder, check=True, capture_output=True, timeout=60)

    def command(self, _):
        return [BIN / "unblock-lint", "link", "-q", "--cache", "cache", "--format", "sarif", "-o", self.output, "facts"]


class Watch(Scenario):
    """A program with one stall, watched. What fails inside of the program itself is the program's own affair."""
    name, inside, done, output = "watch", "unblock-watch", {0, 5}, "seen.json"
    program = ("import select, sys, time\nloop = select.epoll()\nfor i in range(6):\n    loop.poll(0.002)\n    if i == 3: time.sleep(0.06)\n"
               "open('ran', 'w').close()\nsys.exit(5)\n")
    may_appear, talks = {"ran"}, True

    def keeps(self, path):
        return path.name.startswith("unblock-stalls-") and self.whole(path)

    def command(self, _):
        return [BIN / "unblock-watch", "--threshold", "20ms", "-o", self.output, "--", "/usr/bin/python3", "-c", self.program]

    def whole(self, path):
        return is_json(path) and json.loads(path.read_text()).get("unblock_watch") == 1

    def damage(self, folder, scratch, is_done):
        wrong = super().damage(folder, scratch, is_done)
        return wrong + (["done, but the program did not run to its end"] if is_done and not (folder / "ran").exists() else [])


SCENARIOS = [Report(), ReportJson(), *map(ReportEachFormat, ("md", "csv", "xml", "sarif")), GateStored(), GatePrograms(), HistoryAdd(), HistoryShow(), BenchRun(), BenchRunProbes(), Watch(), Lint(), LintFix(), LintFixLinked(), LintLink()]
