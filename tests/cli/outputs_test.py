#!/usr/bin/env python3
"""Every command that has -o means the same by it: `-` and /dev/stdout are standard output, what the shell opens is written to, a
named pipe is written while somebody reads it, a file is replaced, and an output that cannot be is refused before the work."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import threading
import time
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
HERE = pathlib.Path(__file__).resolve().parent
GOLDEN = HERE.parent / "reports/golden"
SOURCE = "void f() {}\n"
RUN = ["--workers", "workers", "--rounds", "1", "--min-time", "0.001", "--canary", "0", "--keep-awake", "off", "--no-counts", "--placement", "one-core", "-q"]
LOOP = "import select, time\nloop = select.epoll()\nfor i in range(4):\n    loop.poll(0.002)\n    if i == 2: time.sleep(0.04)\n"


def is_json(key):
    return lambda text: key in json.loads(text)


# By the command as its help names it: the program, its arguments, and whether a text is its whole answer.
COMMANDS = {
    "unblock-report": (["good.json", "--format", "json"], is_json("benchmarks")),
    "unblock-bench run": ([*RUN, "--format", "json"], is_json("benchmarks")),
    "unblock-bench compare": (["quiet", "quiet2", *RUN, "--format", "json"], is_json("benchmarks")),
    "unblock-bench gate": (["good.json", "good.json", "--format", "json"], is_json("benchmarks")),
    "unblock-bench noise": (["--time-budget", "0.2s", "--keep-awake", "off", "--quiet", "--format", "json"], is_json("environment")),
    "unblock-bench history": (["--dir", "history", "--format", "json"], is_json("changes")),
    "unblock-lint": (["--format", "sarif", "-q", "a.cc", "--", "-std=c++20"], is_json("runs")),
    "unblock-lint link": (["facts", "--format", "sarif", "-q"], is_json("runs")),
    "unblock-watch": (["--threshold", "20ms", "--format", "json", "--", "/usr/bin/python3", "-c", LOOP], is_json("unblock_watch")),
}


def command(name, output):
    """The options stand before `--`, and `link` and the like right behind the program."""
    program, *words = name.split()
    arguments, _ = COMMANDS[name]
    return [str(BIN / program), *words, "-o", output, *arguments]


def built(name):
    return (BIN / name.split()[0]).exists()


class Reader(threading.Thread):
    """Reads a named pipe to its end; opens it a little after it was made."""

    def __init__(self, path):
        super().__init__()
        self.path, self.text = path, ""
        self.start()

    def run(self):
        time.sleep(0.3)
        self.text = self.path.read_text()


class Outputs(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copy(GOLDEN / "sample.json", self.folder / "good.json")
        (self.folder / "a.cc").write_text(SOURCE)
        (self.folder / "workers").mkdir()
        for name in ("quiet", "quiet2"):
            shutil.copy(HERE / "fake_worker.py", self.folder / f"workers/unblock-worker-{name}")
            os.chmod(self.folder / f"workers/unblock-worker-{name}", 0o755)
        if built("unblock-bench"):
            self.run_in_folder([BIN / "unblock-bench", "history", "add", "good.json", "--dir", "history"])
        if built("unblock-lint"):
            self.run_in_folder([BIN / "unblock-lint", "-q", "--facts-out", "facts", "a.cc", "--", "-std=c++20"])

    def run_in_folder(self, arguments, **options):
        return subprocess.run(arguments, cwd=self.folder, stdin=subprocess.DEVNULL, timeout=100, text=True, env={**os.environ, "CI": "1", "TMPDIR": str(self.folder / "workers")},
                              **{"capture_output": True, **options})

    def names(self):
        return {path.name for path in self.folder.iterdir()}

    def each(self):
        """Every command, and how it ends when it writes a file."""
        for name, (_, is_answer) in COMMANDS.items():
            if not built(name):
                continue
            with self.subTest(name):
                out = self.folder / "answer"
                result = self.run_in_folder(command(name, "answer"))
                self.assertIn(result.returncode, (0, 1, 3), result.stderr)
                self.assertTrue(is_answer(out.read_text()))
                out.unlink()
                yield name, is_answer, result.returncode

    def test_every_command_that_has_an_output_is_in_this_test(self):
        named = set()
        for program in ("unblock-report", "unblock-bench", "unblock-lint", "unblock-watch"):
            if not built(program):
                continue
            page = self.run_in_folder([BIN / program, "--help"]).stdout
            words = re.findall(r"^  (\w+) {2,}", page, re.MULTILINE) if program == "unblock-bench" else []
            for name in [program, *(f"{program} {word}" for word in words)]:
                if "-o,--output" in self.run_in_folder([BIN / name.split()[0], *name.split()[1:], "--help"]).stdout.replace(", --", ",--"):
                    named.add(name)
        self.assertGreater(len(named), 0)
        self.assertEqual(named, {name for name in COMMANDS if built(name)} - {"unblock-lint link"})

    def test_standard_output_has_many_names(self):
        for name, is_answer, code in self.each():
            before = self.names()
            for output in ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"):
                result = self.run_in_folder(command(name, output))
                self.assertEqual(result.returncode, code, (output, result.stderr))
                self.assertTrue(is_answer(result.stdout), (output, result.stdout[:200]))
            with open(self.folder / "log", "w+") as log:  # what was printed before stays
                log.write("before\n")
                log.flush()
                self.run_in_folder(command(name, "-"), capture_output=False, stdout=log, stderr=subprocess.DEVNULL)
            text = (self.folder / "log").read_text()
            self.assertEqual(text[:7], "before\n")
            self.assertTrue(is_answer(text[7:]), text[:200])
            (self.folder / "log").unlink()
            self.assertEqual(self.names(), before)

    def test_what_the_shell_opens_is_written_to(self):
        for name, is_answer, code in self.each():
            (self.folder / "words").write_text("")
            line = " ".join(f"'{word}'" for word in command(name, "@")).replace("'@'", ">(cat > words)")
            result = self.run_in_folder(["bash", "-c", line + "; code=$?; wait $!; exit $code"])
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertTrue(is_answer((self.folder / "words").read_text()))

    def test_a_named_pipe_is_written_while_somebody_reads_it(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for name, is_answer, code in self.each():
            reader = Reader(pipe)
            result = self.run_in_folder(command(name, "pipe"))
            reader.join(60)
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertTrue(is_answer(reader.text), reader.text[:200])
            self.assertTrue(pipe.is_fifo())

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_file_that_is_mounted_is_written(self):
        outside, inside = self.folder / "outside", self.folder / "inside"
        outside.write_text("old" * 100_000)
        inside.write_text("")
        if subprocess.run(["mount", "--bind", outside, inside], capture_output=True).returncode != 0:
            self.skipTest("nothing can be mounted here")
        try:
            for name, is_answer, code in self.each():
                before = self.names()
                result = self.run_in_folder(command(name, "inside"))
                self.assertEqual(result.returncode, code, result.stderr)
                self.assertTrue(is_answer(outside.read_text()))
                self.assertEqual(self.names(), before)
        finally:
            subprocess.run(["umount", inside], check=True)

    def test_what_cannot_be_written_is_said_before_the_work(self):
        (self.folder / "held").mkdir()
        for name in filter(built, COMMANDS):
            for output, words in (("", "empty"), ("held", "it is a folder"), ("no/such/file", "the folder 'no/such' does not exist"), ("x" * 300, "too long"),
                                  ("/dev/fd/77", "Bad file descriptor")):
                result = self.run_in_folder(command(name, output))
                self.assertEqual(result.returncode, 2, (name, output, result.stderr))
                self.assertIn(words, result.stderr, (name, output))
                self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
                self.assertEqual(result.stdout, "", (name, output))

    def test_a_full_standard_output_is_said_and_results_are_kept(self):
        kept = {"unblock-bench run": "unblock-results-*", "unblock-bench compare": "unblock-results-*", "unblock-bench gate": "unblock-verdicts-*"}
        for name, is_answer, _ in self.each():
            with open("/dev/full", "w") as full:
                result = self.run_in_folder(command(name, "-"), capture_output=False, stdout=full, stderr=subprocess.PIPE)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertRegex(result.stderr, "standard output|/dev/stdout|'-'")
            files = list((self.folder / "workers").glob(kept.get(name, "nothing")))
            self.assertEqual(len(files), 1 if name in kept else 0, name)
            for file in files:
                self.assertIn(str(file), result.stderr)
                self.assertTrue(is_answer(file.read_text()))
                file.unlink()

    @unittest.skipUnless(built("unblock-bench"), "needs the gate")
    def test_two_outputs_in_one_place_are_refused(self):
        gate = [BIN / "unblock-bench", "gate", "good.json", "good.json"]
        for first, second in (("x.json", "x.json"), ("x.json", "./x.json"), ("x.json", str(self.folder / "x.json"))):
            result = self.run_in_folder([*gate, "-o", first, "--also", f"junit={second}"])
            self.assertEqual(result.returncode, 2)
            self.assertIn("another output goes there too", result.stderr)
        self.assertEqual(self.run_in_folder([*gate, "-o", "-", "--also", "junit=-"]).stdout.count("</testsuites>"), 1)

    @unittest.skipUnless(built("unblock-bench"), "needs the gate")
    def test_a_pipe_that_nobody_reads_is_not_waited_for_without_end(self):
        os.mkfifo(self.folder / "pipe")
        result = self.run_in_folder(command("unblock-bench gate", "pipe"))
        self.assertEqual(result.returncode, 2)
        self.assertRegex(result.stderr, "cannot write 'pipe': it is a named pipe, and nobody came to read it within 10 s; the verdicts are in '.*' instead")
        (file,) = (self.folder / "workers").glob("unblock-verdicts-*")
        self.assertIn("benchmarks", json.loads(file.read_text()))


if __name__ == "__main__":
    unittest.main(verbosity=2)
