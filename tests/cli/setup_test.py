"""What quickstart and test refuse, how tests are counted, and that the package list has what CMake asks for."""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*command, **environment):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, env={**os.environ, **environment})


def in_setup(script, *arguments):
    """Runs shell lines with scripts/setup.sh sourced, its logs in a folder of their own."""
    with tempfile.TemporaryDirectory() as logs:
        return run("bash", "-c", f'set -euo pipefail; . "$0/scripts/setup.sh"; logs={logs}; {script}', str(ROOT), *arguments)


class Refusals(unittest.TestCase):
    def assert_refused(self, result, words):
        self.assertEqual(result.returncode, 2, result)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertIn(words, result.stderr)

    def test_another_system_is_named(self):
        with tempfile.NamedTemporaryFile("w") as release:
            release.write('ID=ubuntu\nVERSION_ID="24.04"\n')
            release.flush()
            for program in ("quickstart", "test"):
                result = run(str(ROOT / program), UNBLOCK_OS_RELEASE=release.name)
                self.assert_refused(result, f"{program}: this is ubuntu 24.04")

    def test_arguments_that_mean_nothing_are_named(self):
        self.assert_refused(run(str(ROOT / "quickstart"), "fast"), "'fast' is not understood")
        self.assert_refused(run(str(ROOT / "test"), "fast"), "'fast' is not a preset")

    def test_too_little_disk_is_refused(self):
        self.assert_refused(in_setup("check_disk 100000000"), "100000000 GB are needed")

    def test_apt_failures_are_told_apart(self):
        for said, words in (("E: Unable to locate package clang-22", "apt does not know clang-22"),
                            ("Temporary failure resolving 'mirror'", "cannot be reached"),
                            ("E: You don't have enough free space in /var", "disk is full"),
                            ("E: something else", "E: something else")):
            script = 'echo "$1" >"$logs/apt-install.log"; : >"$logs/apt-update.log"; explain_apt_failure'
            self.assert_refused(in_setup(script, said), words)


class Packages(unittest.TestCase):
    def test_the_list_has_every_package_that_cmake_asks_for(self):
        listed = {line.split()[1] for line in (ROOT / "scripts/packages.txt").read_text().splitlines()
                  if line and not line.startswith("#")}
        for file in run("git", "-C", str(ROOT), "ls-files", "*CMakeLists.txt", "*.cmake").stdout.split():
            text = re.sub(r"^\s*#.*", "", (ROOT / file).read_text(), flags=re.MULTILINE)
            asked = re.findall(r"unblock_require_package\(\S+ ([a-z][\w.+-]+)", text)
            asked += [name for name in re.findall(r"apt-get install ([\w.+${}-]+)", text) if "$" not in name]
            for package in asked:
                self.assertIn(package, listed, f"{file} asks for it; add it to scripts/packages.txt")

    def test_a_name_that_apt_never_heard_of_is_missing(self):
        result = in_setup("missing_packages bash no-such-package-at-all")
        self.assertEqual(result.stdout, "no-such-package-at-all\n", result.stderr)

    def test_a_package_in_two_halves_is_asked_for_once(self):
        packages = in_setup("packages_for bench lint reports web tests").stdout.split()
        self.assertEqual(len(packages), len(set(packages)))
        self.assertIn("clang-22", packages)
        self.assertNotIn("clang-22", in_setup("packages_for bench").stdout.split())


PROJECT = """cmake_minimum_required(VERSION 3.25)
project(Few LANGUAGES CXX)
list(APPEND CMAKE_MODULE_PATH "{root}/cmake")
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${{PROJECT_BINARY_DIR}}/bin")
add_library(unblock_options INTERFACE)
function(unblock_add_test)
endfunction()
include(packages)
include(benchmark_runtimes)
add_runtime(absent TYPE Absent ORDER 10 NEEDS no-such-library absent.h libabsent-dev)
add_runtime(old TYPE Old ORDER 20 NEEDS m some.h libold-dev 2.3 of_later)
add_runtime(good TYPE Good ORDER 30 NEEDS m some.h libgood-dev 1.0 of_long_ago)
unblock_report_skipped()
get_property(built GLOBAL PROPERTY UNBLOCK_RUNTIMES)
message(STATUS "Built: ${{built}}")
"""
FLOORS_TABLE = {"protocol": 1, "runtime": "epoll", "kind": "shared", "order": 100, "floor": True,
                "cells": [{"name": "epoll/sleep/tasks:50", "not_applicable": "", "once": False}]}


class LeftOut(unittest.TestCase):
    """What configuring says and leaves of runtimes whose library is not there."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.source, cls.build = pathlib.Path(folder.name), pathlib.Path(folder.name) / "build"
        (cls.source / "CMakeLists.txt").write_text(PROJECT.format(root=ROOT))
        (cls.source / "some.h").write_text("#pragma once\nvoid of_long_ago();\n")
        cls.said = cls.configure()
        table = cls.build / "share/unblock/cells.json"
        table.parent.mkdir(parents=True)
        table.write_text(json.dumps(FLOORS_TABLE, indent=1))

    @classmethod
    def configure(cls):
        done = run("cmake", "-S", str(cls.source), "-B", str(cls.build), f"-DUNBLOCK_INCLUDE_m={cls.source}")
        return done.stdout + done.stderr

    def described(self, name):
        return json.loads(run(str(self.build / f"bin/unblock-worker-{name}"), "--unblock_describe").stdout)

    def test_a_missing_library_is_named_with_its_package(self):
        self.assertIn("Left out: runtime absent: apt-get install libabsent-dev", self.said)
        self.assertIn("Built: good", self.said)
        answer = self.described("absent")
        self.assertEqual((answer["runtime"], answer["order"], answer["floor"]), ("absent", 10, False))
        self.assertEqual([(cell["name"], cell["not_applicable"]) for cell in answer["cells"]],
                         [("absent/sleep/tasks:50", "apt-get install libabsent-dev, then build again")])

    def test_a_library_that_is_too_old_is_named_with_the_version_it_takes(self):
        self.assertIn("Left out: runtime old: libold-dev is too old here, it takes 2.3 or later", self.said)
        self.assertEqual(self.described("old")["cells"][0]["not_applicable"], "libold-dev is too old here, it takes 2.3 or later")

    def test_its_worker_does_nothing_but_say_so(self):
        result = run(str(self.build / "bin/unblock-worker-old"), "--benchmark_filter=.")
        self.assertEqual((result.returncode, result.stderr), (2, "unblock-worker-old: libold-dev is too old here, it takes 2.3 or later\n"))

    def test_a_newer_library_is_found_when_the_build_is_configured_again(self):
        header = self.source / "some.h"
        before = header.read_text()
        self.addCleanup(header.write_text, before)
        header.write_text(before + "void of_later();\n")
        self.assertIn("Built: old;good", self.configure())


class Meanwhile(unittest.TestCase):
    """Packages that are installed beside other work."""

    def beside(self, installs):
        return in_setup(f"install_packages() {{ {installs}; }}; install_meanwhile web; echo built; finish_installing; echo measured")

    def test_what_was_said_comes_when_it_is_waited_for(self):
        result = self.beside('sleep 0.2; say "to install: one two"; say "10 s: Unpacking one"')
        self.assertEqual((result.returncode, result.stdout), (0, "built\n      to install: one two\nmeasured\n"), result.stderr)

    def test_nothing_goes_on_without_them(self):
        result = self.beside('stop_with "apt could not install the packages"')
        self.assertEqual((result.returncode, result.stdout), (2, "built\n"))
        self.assertRegex(result.stderr, "^[a-z]+: apt could not install the packages\n$")


class Steps(unittest.TestCase):
    def test_a_failing_step_keeps_its_status_and_its_log(self):
        result = in_setup('status=0; run_logged step sh -c "echo because; exit 3" || status=$?; show_tail step; echo $status')
        self.assertIn("| because", result.stdout)
        self.assertTrue(result.stdout.endswith("\n3\n"), result.stdout)


CASE = '<testsuite><testcase name="{0}" status="{1}">{2}<system-out>{3}</system-out></testcase></testsuite>'


class Count(unittest.TestCase):
    def count(self, *cases, broken=""):
        with tempfile.TemporaryDirectory() as folder:
            for number, case in enumerate(cases):
                (pathlib.Path(folder) / f"{number}.xml").write_text(CASE.format(*case))
            if broken:
                (pathlib.Path(folder) / "broken.txt").write_text(broken)
            return run(sys.executable, str(ROOT / "scripts/count_tests.py"), folder)

    def test_the_last_line_is_the_count(self):
        result = self.count(("A.Good", "run", "", "fine"))
        self.assertEqual((result.returncode, result.stdout.splitlines()[-1]), (0, "1 passed, 0 failed"))

    def test_failures_show_their_last_words(self):
        result = self.count(("A.Good", "run", "", ""), ("A.Bad", "fail", '<failure message=""/>', "expected 1"))
        self.assertEqual((result.returncode, result.stdout.splitlines()[-1]), (1, "1 passed, 1 failed"))
        self.assertIn("failed: 1: A.Bad\n      | expected 1", result.stdout)

    def test_skips_show_their_reason(self):
        skipped = '<skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>'
        result = self.count(("A.Skip", "notrun", skipped, "a_test.cc:3: Skipped\nperf is not allowed\n\n[  SKIPPED ]"))
        self.assertEqual((result.returncode, result.stdout.splitlines()[-1]), (0, "0 passed, 0 failed, 1 skipped"))
        self.assertIn("A.Skip: perf is not allowed", result.stdout)

    def test_a_test_without_its_program_has_failed(self):
        result = self.count(("A.Lost", "notrun", '<skipped message="Unable to find executable"/>', ""))
        self.assertEqual((result.returncode, result.stdout.splitlines()[-1]), (1, "0 passed, 1 failed"))

    def test_a_build_that_broke_counts_as_failed(self):
        result = self.count(("A.Good", "run", "", ""), broken="build of tsan\n")
        self.assertEqual((result.returncode, result.stdout.splitlines()[-1]), (1, "1 passed, 1 failed"))

    def test_nothing_is_not_a_success(self):
        self.assertEqual(self.count().returncode, 1)


if __name__ == "__main__":
    unittest.main()
