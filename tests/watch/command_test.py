#!/usr/bin/env python3
"""unblock watch from outside: exit codes, signals, bad input, formats, and what a watched program may do."""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import watched
from watched import program, seen, watch

# A parent that ignores Ctrl-C (a shell does, for what it starts in the background) hands that on to all that is started here.
signal.signal(signal.SIGINT, signal.default_int_handler)

SLEEPS = "import select, time\ne = select.epoll()\nfor i in range(6):\n    e.poll(0.002)\n    if i == 3: time.sleep(0.06)\n"


def sleeps(then=""):
    return ["/usr/bin/python3", "-c", SLEEPS + then]


class ExitCodes(unittest.TestCase):
    def test_the_programs_exit_code_is_passed_on(self):
        self.assertEqual(watch("--", *sleeps("raise SystemExit(42)")).returncode, 42)

    def test_so_is_the_signal_that_ended_it(self):
        self.assertEqual(watch("--", *sleeps("import os\nos.kill(os.getpid(), 15)")).returncode, -signal.SIGTERM)

    def test_fail_over_is_1(self):
        self.assertEqual(watch("--fail-over", "20ms", "--", *sleeps()).returncode, 1)
        self.assertEqual(watch("--fail-over", "20s", "--", *sleeps()).returncode, 0)

    def test_a_program_without_a_loop_is_2_and_a_sentence(self):
        result = watch("--", "/bin/true")
        self.assertEqual(result.returncode, 2)
        self.assertIn("has no event loop", result.stderr)


class BadInput(unittest.TestCase):
    def refused(self, *arguments, words):
        result = watch(*arguments)
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        self.assertIn(words, result.stderr)

    def test_each_mistake_is_one_sentence(self):
        self.refused(words="after --")
        self.refused("--", "/nowhere/program", words="there is no such program")
        self.refused("--", "/etc/passwd", words="cannot be executed")
        self.refused("--threshold", "soon", "--", "/bin/true", words="--threshold takes a time")
        self.refused("--threshold", "1us", "--", "/bin/true", words="at least 1ms")
        self.refused("--no-such-flag", "--", "/bin/true", words="--help")
        self.refused("--findings", "/nowhere/lint.sarif", "--", "/bin/true", words="/nowhere/lint.sarif")
        self.refused("-o", "/nowhere/out.json", "--", "/bin/true", words="/nowhere/out.json")
        self.refused("--format", "xml", "--", "/bin/true", words="--format")
        self.refused("-o", "", "--", "/bin/true", words="it is empty")
        self.refused("--findings", "", "--", "/bin/true", words="it is empty")

    def test_the_program_is_not_written_over(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "program"
            shutil.copy("/bin/true", copy)
            self.refused("-o", copy, "--", copy, words="it is one of the inputs")
            self.assertEqual(copy.read_bytes(), pathlib.Path("/bin/true").read_bytes())

    def test_a_static_program_is_told_of_the_library(self):
        self.refused("--", program("static-without"), "idle", "10", words="libunblock-watch.a")

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "needs root")
    def test_a_setuid_program_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o755)
            copy = pathlib.Path(folder) / "program"
            shutil.copy(program("quiet"), copy)
            os.chown(copy, 1, 1)
            os.chmod(copy, 0o4755)
            self.refused("--", copy, "idle", "10", words="setuid")


class Programs(unittest.TestCase):
    def test_fork_exec_threads_signals_seccomp_and_closed_descriptors_stay_as_they_are(self):
        self.assertEqual(subprocess.run([program("life")]).returncode, 0)
        result, found = seen([program("life")])
        self.assertEqual(result.returncode, 0, result.stderr)
        count = sum(place["count"] for place in found["places"])
        self.assertEqual(count, 5, result.stderr)  # main, fork, exec, signals blocked, seccomp
        self.assertEqual(len({loop["process"] for loop in found["loops"]}), 4, found["loops"])

    def test_a_static_program_with_the_library_is_watched(self):
        self.assertEqual(subprocess.run([program("static")]).returncode, 0)
        result, found = seen([program("static")])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(sum(place["count"] for place in found["places"]), 5, result.stderr)

    def test_a_reader_that_stands_still_costs_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "seen.json"
            watcher = subprocess.Popen([watched.BIN / "unblock-watch", "--threshold", "20ms", "--every", "20ms", "-o", out, "--", program("epoll")],
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            self.assertEqual(watcher.stdout.readline().strip(), "all calls did what they do")  # until now nobody empties the other pipe
            _, errors = watcher.communicate(timeout=60)
            self.assertGreater(len(errors), 65536, "more than a pipe holds")
            places = json.loads(out.read_text())["places"]
        self.assertGreaterEqual(sum("mistake_" in watched.culprit(place) for place in places), 24, places)

    def test_a_stripped_program_gives_addresses_with_a_build_id(self):
        result, found = seen([program("stripped")])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("(build id ", json.dumps(found["places"]))
        self.assertIn("symbols", result.stderr)

    def test_a_program_stripped_of_its_lines_gives_names(self):
        result, found = seen([program("without-lines")])
        self.assertEqual(result.returncode, 0, result.stderr)
        place = next(place for place in found["places"] if "mistake_flock" in watched.culprit(place))
        self.assertEqual(place["chain"][place["culprit"]].get("line", 0), 0, place)

    def test_nothing_is_seen_where_nothing_stalls(self):
        for kind in ("idle", "steady", "busy"):
            with self.subTest(kind):
                result, found = seen([program("quiet"), kind, "1500"])
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(found["places"], [], result.stderr)

    def test_a_stopped_program_does_not_stall(self):
        # Of a grandchild the watcher does not hear that it was stopped.
        for name, through in (("child", []), ("grandchild", ["/bin/sh", "-c", '"$@"; exit $?', "sh"])):
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                out = pathlib.Path(folder) / "seen.json"
                watcher = subprocess.Popen([watched.BIN / "unblock-watch", "--threshold", "20ms", "-o", out, "--", *through, program("quiet"), "busy", "2000"],
                                           stderr=subprocess.PIPE, text=True)
                child = self.descendant_of(watcher.pid, "watched-quiet")
                for _ in range(3):
                    time.sleep(0.1)
                    signal.pidfd_send_signal(child, signal.SIGSTOP)
                    time.sleep(0.3)
                    signal.pidfd_send_signal(child, signal.SIGCONT)
                os.close(child)
                _, errors = watcher.communicate(timeout=60)
                self.assertEqual(watcher.returncode, 0, errors)
                self.assertEqual(json.loads(out.read_text())["places"], [], errors)

    def descendant_of(self, pid, program_name):
        """A handle of the process below this one that runs the program: its number alone may name another one later."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            below = [pid]
            for one in below:
                try:
                    below += map(int, pathlib.Path(f"/proc/{one}/task/{one}/children").read_text().split())
                    handle = os.pidfd_open(one)
                    if os.readlink(f"/proc/{one}/exe").endswith(program_name):
                        return handle
                    os.close(handle)
                except (FileNotFoundError, ProcessLookupError):
                    continue
            time.sleep(0.01)
        self.fail("the program was not started")

    def test_an_endless_stall_is_reported_when_the_program_is_killed(self):
        script = "import select, time\ne = select.epoll()\nfor i in range(4): e.poll(0.002)\nprint('now', flush=True)\ntime.sleep(100)"
        watcher = subprocess.Popen([watched.BIN / "unblock", "watch", "--", "/usr/bin/python3", "-c", script], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        watcher.stdout.readline()
        time.sleep(0.3)
        watcher.terminate()
        _, errors = watcher.communicate(timeout=60)
        self.assertEqual(watcher.returncode, -signal.SIGTERM)
        self.assertIn("it still stood there at the end", errors)

    def test_sigusr1_prints_what_was_seen_so_far(self):
        script = SLEEPS + "print('now', flush=True)\nimport sys\nsys.stdin.read()"
        watcher = subprocess.Popen([watched.BIN / "unblock", "watch", "--", "/usr/bin/python3", "-c", script], stdin=subprocess.PIPE,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        watcher.stdout.readline()
        time.sleep(0.2)
        watcher.send_signal(signal.SIGUSR1)
        time.sleep(0.2)
        _, errors = watcher.communicate("", timeout=60)
        self.assertEqual(watcher.returncode, 0, errors)
        self.assertEqual(len(re.findall(r"^unblock watch: \d+ stall", errors, re.MULTILINE)), 2, errors)

    def test_every_prints_what_was_seen_so_far_again_and_again(self):
        script = SLEEPS + "import sys\nsys.stdin.read()"
        watcher = subprocess.Popen([watched.BIN / "unblock", "watch", "--every", "100ms", "--", "/usr/bin/python3", "-c", script],
                                   stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        headlines = []
        while len(headlines) < 3 and (line := watcher.stderr.readline()):
            headlines += re.findall(r"^unblock watch: \d+ stall", line)
        self.assertEqual(len(headlines), 3)
        watcher.communicate("", timeout=60)
        self.assertEqual(watcher.returncode, 0)

    def test_what_was_seen_is_written_when_the_program_is_killed(self):
        result, found = seen(sleeps("import os\nos.kill(os.getpid(), 9)"))
        self.assertEqual(result.returncode, -signal.SIGKILL)
        self.assertEqual(found["stall_count"], 1, result.stderr)
        self.assertTrue(found["finished"])

    def test_many_threads_and_many_stalls_fit(self):
        script = ("import select, threading, time\n"
                  "def loop():\n    e = select.epoll()\n    for i in range(4):\n        e.poll(0.01)\n        if i == 2: time.sleep(0.05)\n"
                  "threading.stack_size(65536)\n"
                  "all = [threading.Thread(target=loop) for _ in range(1000)]\n"
                  "for t in all: t.start()\nfor t in all: t.join()\n")
        result, found = seen(["/usr/bin/python3", "-c", script])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreater(len(found["loops"]), 900, result.stderr)

    def test_a_program_goes_on_when_its_watcher_is_killed_and_the_output_is_whole(self):
        script = ("import select, subprocess, sys, time\ne = select.epoll()\nprint('now', flush=True)\n"
                  "while time.monotonic() < END:\n    for i in range(3): e.poll(0.002)\n    time.sleep(0.06)\n"
                  "print(subprocess.run(['/bin/echo', 'a child'], capture_output=True, text=True).stdout, 'went on', flush=True)\n")
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "seen.json"
            watcher = subprocess.Popen([watched.BIN / "unblock-watch", "--threshold", "20ms", "-o", out, "--", "/usr/bin/python3", "-c",
                                        script.replace("END", str(time.monotonic() + 7))], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            watcher.stdout.readline()
            deadline = time.monotonic() + 30
            while not out.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            watcher.kill()
            self.assertEqual(watcher.stdout.read().split(), ["a", "child", "went", "on"])
            watcher.wait()
            watcher.stdout.close()
            found = json.loads(out.read_text())
            self.assertGreater(found["stall_count"], 10)
            self.assertFalse(found["finished"])
            self.assertEqual([path.name for path in pathlib.Path(folder).iterdir()], ["seen.json"])

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_disk_that_fills_up_is_said_and_what_was_written_before_stays(self):
        with tempfile.TemporaryDirectory() as folder:
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True).returncode != 0:
                self.skipTest("nothing can be mounted here")
            try:
                out = pathlib.Path(folder) / "seen.json"
                out.write_text('{"before": 1}')
                with open(pathlib.Path(folder) / "full", "wb", 0) as full, self.assertRaises(OSError):
                    while True:
                        full.write(bytes(4096))
                result = watch("--threshold", "20ms", "-o", out, "--", *sleeps())
                self.assertEqual(result.returncode, 2)
                self.assertEqual(result.stderr.count("seen.json"), 1, result.stderr)
                self.assertIn("1 stall over", result.stderr)
                self.assertEqual(json.loads(out.read_text()), {"before": 1})
                self.assertEqual(sorted(path.name for path in pathlib.Path(folder).iterdir()), ["full", "seen.json"])
            finally:
                subprocess.run(["umount", folder], check=True)

    def test_output_that_cannot_be_written_is_said_once_and_what_was_seen_is_printed(self):
        result = watch("-o", "/dev/full", "--", *sleeps())
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stderr.count("/dev/full"), 1, result.stderr)
        self.assertIn("1 stall over", result.stderr)


TRACEPOINTS = any(pathlib.Path(root, "events/raw_syscalls/sys_enter/id").exists() for root in ("/sys/kernel/tracing", "/sys/kernel/debug/tracing"))


class Attached(unittest.TestCase):
    """A program that runs already."""

    SCRIPT = ("import select, time\nprint('now', flush=True)\ne = select.epoll()\nend = time.monotonic() + 4\n"
              "while time.monotonic() < end:\n    for i in range(5): e.poll(0.005)\n    time.sleep(0.06)\n")

    def test_there_must_be_such_a_process(self):
        result = watch("-p", "4194300")
        self.assertEqual(result.returncode, 2)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        self.assertEqual(watch("-p", os.getpid(), "--", "/bin/true").returncode, 2)

    def test_it_is_watched_until_ctrl_c_and_goes_on(self):
        running = subprocess.Popen(["/usr/bin/python3", "-c", self.SCRIPT], stdout=subprocess.PIPE, text=True)
        running.stdout.readline()
        watcher = subprocess.Popen([watched.BIN / "unblock", "watch", "--threshold", "20ms", "-p", str(running.pid)], stderr=subprocess.PIPE, text=True)
        time.sleep(1.5)
        watcher.send_signal(signal.SIGINT)
        _, errors = watcher.communicate(timeout=60)
        if not TRACEPOINTS:
            self.assertEqual(watcher.returncode, 2)
            self.assertRegex(errors, "tracefs|root")
        else:
            self.assertEqual(watcher.returncode, 0, errors)
            self.assertRegex(errors, r"in \d+ stalls?, longest .* parked")
            self.assertRegex(errors, "turns on epoll")
        self.assertIsNone(running.poll(), "the program must go on")
        running.wait()
        running.stdout.close()

    def seen_of_running(self, name):
        """What is seen of a seeded program that begins when somebody already listens, and starts its first thread later."""
        with tempfile.TemporaryDirectory() as folder:
            out, errors = pathlib.Path(folder) / "seen.json", pathlib.Path(folder) / "errors"
            running = subprocess.Popen(["/bin/sh", "-c", 'read go; exec "$0"', program(name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            with errors.open("w") as told:  # not a pipe: nobody would empty it, and the watcher would wait for that
                watcher = subprocess.Popen([watched.BIN / "unblock-watch", "--threshold", "20ms", "--every", "50ms", "-o", out, "-p", str(running.pid)], stderr=told)
            while errors.stat().st_size == 0 and watcher.poll() is None:
                time.sleep(0.01)
            said, _ = running.communicate("go\n", timeout=60)
            ended = watcher.wait(timeout=60)
            self.assertEqual((running.returncode, said.strip(), ended), (0, "all calls did what they do", 0), errors.read_text())
            return json.loads(out.read_text())

    @unittest.skipUnless(TRACEPOINTS and os.geteuid() == 0, "needs root and the kernel's tracepoints")
    def test_each_kind_of_loop_is_seen(self):
        for name, waits_in in (("epoll", "epoll"), ("poll", "poll"), ("select", "select"), ("io_uring", "io_uring"), ("asio", "epoll"), ("libuv", "epoll"),
                               ("libevent", "epoll")):
            with self.subTest(name):
                found = self.seen_of_running(name)
                names = {match.group(1) for place in found["places"] if (match := re.search(r"mistake_(\w+)", watched.culprit(place)))}
                self.assertGreaterEqual(len(names), 24, found["places"])  # of 28: on a busy machine one may be over before it is looked at
                self.assertEqual({loop["waits_in"] for loop in found["loops"]}, {waits_in}, found["loops"])


class Formats(unittest.TestCase):
    def test_sarif_has_the_place(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "seen.sarif"
            result = watch("--threshold", "20ms", "-o", out, "--", program("epoll"))
            self.assertEqual(result.returncode, 0, result.stderr)
            results = json.loads(out.read_text())["runs"][0]["results"]
            self.assertIn("mistake_getaddrinfo", json.dumps(results))
            self.assertEqual({entry["ruleId"] for entry in results}, {"event-loop-stall"})

    def test_json_goes_to_standard_output(self):
        result = watch("--format", "json", "--", *sleeps())
        self.assertEqual(json.loads(result.stdout)["unblock_watch"], 1)


class SelfTest(unittest.TestCase):
    def test_it_says_that_watching_works_here(self):
        result = watch("--self-test")
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        self.assertIn("watching works", result.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
