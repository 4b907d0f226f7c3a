#!/usr/bin/env python3
"""unblock-lint as a user runs it: databases good and bad, configuration, formats, fixes, exit codes, and input that is broken."""

import json
import os
import tempfile
import unittest
from pathlib import Path

import faces

CLEAN = "int answer() { return 42; }\n"
SLEEPY = '#include <unistd.h>\n#include "lazy_task.h"\nLazy<void> nap() {\n  sleep(1);\n  co_return;\n}\n'
LOST = '#include "lazy_task.h"\nLazy<void> save();\nLazy<void> run() {\n  save();\n  co_return;\n}\n'


class DriverTest(unittest.TestCase):
    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name).resolve()
        self.addCleanup(self.temporary.cleanup)

    def write(self, name: str, text: str) -> Path:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def database(self, *names: str, flags: list[str] | None = None, compiler: str = "c++") -> None:
        entries = [{"directory": str(self.folder), "file": name,
                    "arguments": [compiler, *faces.FLAGS, *(flags or []), "-c", name]} for name in names]
        self.write("build/compile_commands.json", json.dumps(entries))

    def lint(self, *arguments) -> "faces.subprocess.CompletedProcess":
        return faces.run_driver(list(arguments), self.folder)

    def assert_complains(self, done, *parts: str) -> None:
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stderr.count("unblock-lint: "), 1, done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)

    # Exit codes and the database.

    def test_clean_is_zero(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("no findings in 1 file", done.stdout)

    def test_findings_are_one_and_counted(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        done = self.lint("-p", "build")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("sleepy.cc:4:3: error: 'sleep' waits", done.stdout)
        self.assertIn("1 finding in 1 file (1 linted): async-blocking-call 1", done.stdout)

    def test_no_database(self) -> None:
        file = self.write("clean.cc", CLEAN)
        self.assert_complains(self.lint(file), "no compile_commands.json found")

    def test_no_database_in_the_named_folder(self) -> None:
        self.assert_complains(self.lint("-p", "."), "no compile_commands.json in '.'")

    def test_empty_database(self) -> None:
        self.write("build/compile_commands.json", "[]")
        self.assert_complains(self.lint(), "names no files")

    def test_broken_database(self) -> None:
        self.write("build/compile_commands.json", "[{]")
        self.assert_complains(self.lint(), "is broken")

    def test_file_that_is_not_in_it(self) -> None:
        self.write("clean.cc", CLEAN)
        self.write("other.cc", CLEAN)
        self.database("clean.cc")
        self.assert_complains(self.lint("other.cc", "clean.cc"), "other.cc: not in the compile database")

    def test_file_that_is_not_there(self) -> None:
        self.database("clean.cc")
        self.assert_complains(self.lint("nowhere.cc"), "cannot read 'nowhere.cc'")

    def test_globs_and_folders(self) -> None:
        for name in ("a/one.cc", "a/two.cc", "b/three.cc"):
            self.write(name, SLEEPY)
        self.database("a/one.cc", "a/two.cc", "b/three.cc")
        self.assertIn("2 findings in 2 files", self.lint("a").stdout)
        self.assertIn("1 finding in 1 file", self.lint("*/three.cc").stdout)
        self.assert_complains(self.lint("c*/x.cc"), "no file that matches")

    def test_flags_of_gcc(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc", compiler="/usr/bin/g++",
                      flags=["-fno-gcse", "-fconcepts", "-fmodules-ts", "-Wlogical-op", "-Werror", "-mno-such-thing", "-fno-such-flag"])
        done = self.lint()
        self.assertEqual((done.returncode, done.stderr), (1, ""))

    def test_unknown_option(self) -> None:
        self.assert_complains(self.lint("--no-such-option"), "--help")

    # One bad file among good ones.

    def test_file_that_does_not_compile(self) -> None:
        self.write("broken.cc", "int answer( { return 42 }\n")
        self.write("sleepy.cc", SLEEPY)
        self.database("broken.cc", "sleepy.cc")
        done = self.lint()
        self.assertEqual(done.returncode, 2)
        self.assertIn("unblock-lint: broken.cc: 1:", done.stderr)
        self.assertIn("1 finding in 1 file (1 linted): async-blocking-call 1; 1 file could not be linted", done.stdout)

    def test_crash_is_named_and_isolated(self) -> None:
        self.write("crash.cc", "#pragma clang __debug crash\n")
        self.write("sleepy.cc", SLEEPY)
        self.database("crash.cc", "sleepy.cc")
        done = self.lint("-j", "1")
        self.assertEqual(done.returncode, 2)
        self.assertIn("crash.cc: the linter crashed on this file", done.stderr)
        self.assertIn("1 finding in 1 file", done.stdout)

    def test_long_and_deep_file(self) -> None:
        lines = [f"int f{i}(int x) {{ return x + {i}; }}" for i in range(100_000)]
        chain = "".join(f"void g{i + 1}() {{ g{i}(); }}\n" for i in range(5000))
        nested = "int deep() { return " + "(" * 200 + "1" + ")" * 200 + "; }\n"
        self.write("long.cc", "\n".join(lines) + "\n#include <unistd.h>\nvoid g0() { sleep(1); }\n" + chain + nested +
                   '#include "lazy_task.h"\nLazy<void> top() { g5000(); co_return; }\n')
        self.database("long.cc", flags=["-fbracket-depth=512"])
        done = self.lint()
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("ends in 'sleep', 5001 calls down", done.stdout)

    # Configuration.

    def test_clang_tidy_file_is_honoured(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        self.write(".clang-tidy", "Checks: '-*,bugprone-*'\n")
        self.assertEqual(self.lint().returncode, 1, "a configuration for other checks says nothing about ours")
        self.write(".clang-tidy", "Checks: 'async-*,-async-blocking-call'\n")
        self.assertEqual(self.lint().returncode, 0)
        self.write(".clang-tidy", "CheckOptions:\n  async-blocking-call.Tiers: network\n")
        self.assertEqual(self.lint().returncode, 0)

    def test_broken_clang_tidy_file(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        self.write(".clang-tidy", "Checks: [1\nNo: such\n")
        self.assert_complains(self.lint(), ".clang-tidy:")

    def test_checks_option(self) -> None:
        self.write("both.cc", SLEEPY + LOST.replace("run", "run2").split("\n", 1)[1])
        self.database("both.cc")
        self.assertIn("async-blocking-call 1, async-unawaited-coroutine 1", self.lint().stdout)
        self.assertNotIn("unawaited", self.lint("--checks=async-blocking-*").stdout)
        self.assertNotIn("blocking", self.lint("--checks=-async-blocking-*").stdout)
        self.assert_complains(self.lint("--checks=async-blocking-cal"), "no check matches 'async-blocking-cal'")

    def test_warnings_as_errors_and_severity(self) -> None:
        self.write("io.cc", '#include <fstream>\n#include "lazy_task.h"\nLazy<void> f() {\n  std::ifstream x("a");\n  co_return;\n}\n')
        self.database("io.cc")
        self.assertIn("warning:", self.lint().stdout)
        self.write(".clang-tidy", "WarningsAsErrors: 'async-blocking-file-io'\n")
        self.assertIn("error:", self.lint().stdout)

    # Models.

    def test_model_option_and_project_file(self) -> None:
        self.write("own.cc", '#include "lazy_task.h"\nnamespace db { void query(); }\nLazy<void> f() {\n  db::query();\n  co_return;\n}\n')
        self.database("own.cc")
        self.assertEqual(self.lint().returncode, 0)
        row = "library: own\nblocking:\n  - functions: db::query\n    tier: network\n    instead: db::async_query\n"
        model = self.write("models/own.yaml", row)
        done = self.lint("--model", model)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("instead: db::async_query", done.stdout)
        self.write(".unblock.yaml", row)
        self.assertEqual(self.lint().returncode, 1)

    def test_broken_model(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        model = self.write("bad.yaml", "library: own\nblocking:\n  - functions: db::query\n    tier: slow\n")
        self.assert_complains(self.lint("--model", model), "bad.yaml:4:", "expected one of wait, network, disk, lock, cpu")
        self.assert_complains(self.lint("--model", "missing.yaml"), "cannot read model 'missing.yaml'")

    def test_unknown_function_of_a_model(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        model = self.write("own.yaml", "library: own\nblocking:\n  - functions: [answer, no_such]\n    tier: wait\n")
        done = self.lint("--model", model, "--verify-models")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("own.yaml: no linted file declares 'no_such'", done.stderr)
        self.assertNotIn("'answer'", done.stderr)

    # Output.

    def test_sarif(self) -> None:
        self.write("sleepy.cc", SLEEPY)
        self.database("sleepy.cc")
        done = self.lint("--format", "sarif", "-o", "out.sarif")
        self.assertEqual(done.returncode, 1, done.stderr)
        run = json.loads((self.folder / "out.sarif").read_text())["runs"][0]
        self.assertEqual(run["tool"]["driver"]["name"], "unblock-lint")
        self.assertEqual([r["ruleId"] for r in run["results"]], ["async-blocking-call"])
        self.assertIn("codeFlows", run["results"][0])

    def test_unwritable_output(self) -> None:
        self.write("clean.cc", CLEAN)
        self.database("clean.cc")
        self.assert_complains(self.lint("-o", "no/such/folder/out.txt"), "cannot write")

    def test_header_is_reported_once_and_third_party_not(self) -> None:
        (self.folder / ".git").mkdir()
        self.write("src/nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> nap"))
        self.write("third_party/lib/other.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> other"))
        text = '#include "src/nap.h"\n#include "third_party/lib/other.h"\n'
        self.write("a.cc", text)
        self.write("b.cc", text)
        self.database("a.cc", "b.cc", flags=[f"-I{self.folder}"])
        self.assertIn("1 finding in 1 file (2 linted)", self.lint().stdout)
        self.assertIn("2 findings in 2 files", self.lint("--third-party").stdout)

    def test_fix_inserts_co_await(self) -> None:
        file = self.write("lost.cc", LOST)
        self.database("lost.cc")
        done = self.lint("--fix")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("  co_await save();\n", file.read_text())
        self.assertEqual(self.lint().returncode, 0)

    def test_flags_after_dashes_need_no_database(self) -> None:
        file = self.write("sleepy.cc", SLEEPY)
        self.assertEqual(self.lint(file, "--", *faces.FLAGS).returncode, 1)

    def test_explain_unknown_check(self) -> None:
        self.assert_complains(self.lint("--explain", "async-nothing"), "no check is called 'async-nothing'")


if __name__ == "__main__":
    os.environ.pop("LC_ALL", None)
    unittest.main()
