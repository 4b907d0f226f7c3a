#!/usr/bin/env python3
"""Files that begin with the same headers of others share the reading of them, and nothing else about the findings changes."""

import subprocess
import time
import unittest
from pathlib import Path

import faces
from lint_case import SLEEPY, LintCase
from stream_test import ENDLESS, ENDLESS_FLAGS


class PrefixTest(LintCase):
    def both(self, *arguments: str):
        shared, alone = self.lint("--shared-prefix", *arguments), self.lint(*arguments)
        self.assertEqual((shared.returncode, shared.stdout, shared.stderr), (alone.returncode, alone.stdout, alone.stderr))
        return shared

    def many(self, *texts: str, head: str = "#include <map>\n#include <string>\n") -> list[str]:
        names = [f"f{i}.cc" for i in range(len(texts))]
        for name, text in zip(names, texts):
            self.write(name, head + text)
        return names

    def test_the_same_findings(self) -> None:
        (self.folder / ".git").mkdir()
        self.write("nap.h", "#pragma once\n" + SLEEPY.replace("Lazy<void> nap", "inline Lazy<void> shared"))
        self.write("sub/.clang-tidy", "Checks: 'async-*,-async-blocking-call'\n")
        names = self.many(*(SLEEPY.replace("nap", f"nap{i}") + '#include "nap.h"\n' for i in range(3)),
                          "#include <fstream>\n#include \"lazy_task.h\"\nLazy<void> f() {\n  std::ifstream file(\"x\");\n  co_return;  // NOLINT\n}\n",
                          "static int own_name() { return 1; }\nint main() { return own_name() - 1; }\n",
                          "static int own_name() { return 2; }\nint main() { return own_name() - 2; }\n")
        self.write("sub/quiet.cc", "#include <map>\n#include <string>\n" + SLEEPY)
        self.database(*names, "sub/quiet.cc")
        for jobs in ("1", "3"):
            self.assertIn("5 findings in 5 files (7 linted)", self.both("-j", jobs).stdout)
        self.both("--format", "sarif")
        self.both("--header-filter=nothing")

    def test_files_that_need_their_own_order(self) -> None:
        """`#define` before a header, an error, and a crash: each is read as if nobody else were there."""
        names = self.many(SLEEPY, SLEEPY.replace("nap", "two"), "int x = no_such;\n" + SLEEPY.replace("nap", "three"), "#pragma clang __debug crash\n")
        self.write("own.cc", "#define NDEBUG\n#include <map>\n#include <string>\n" + SLEEPY)
        self.database(*names, "own.cc")
        done = self.both()
        self.assertEqual(done.returncode, 2)
        self.assertIn("f3.cc: the linter crashed on this file", done.stderr)
        self.assertIn("f2.cc:3:9: error: use of undeclared identifier 'no_such'", done.stderr)

    def test_header_that_is_missing(self) -> None:
        self.database(*self.many(*[SLEEPY] * 3, head="#include <map>\n#include <lib/gone.hpp>\n"))
        self.assertEqual(self.both().stderr.count("'lib/gone.hpp' file not found"), 3)

    def test_the_headers_are_read_by_one_process(self) -> None:
        self.database(*self.many(*[ENDLESS] * 3), flags=ENDLESS_FLAGS)
        process = subprocess.Popen([faces.driver(), "-j1", "--shared-prefix"], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            deadline = time.monotonic() + 60
            while len(children.read_text().split()) < 2:  # the one that has read them, and the one that goes on
                self.assertLess(time.monotonic(), deadline)
                self.assertIsNone(process.poll())
                time.sleep(0.01)
        finally:
            process.terminate()
            process.wait()

    def test_files_go_on_where_the_headers_end(self) -> None:
        """A header in quotes that lies among the libraries; it is gone when the second file begins, which nobody notices who does not read it."""
        header = self.write("lib/big.hpp", "#pragma once\nint from_big();\n")
        used = SLEEPY + "int value = from_big();\n"
        self.database(*self.many(ENDLESS, used, used, head='#include "big.hpp"\n'), flags=[*ENDLESS_FLAGS, "-isystem", "lib"])
        process = subprocess.Popen([faces.driver(), "-j1", "--shared-prefix", "--cache", "off", "--file-timeout", "3"], cwd=self.folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.kill)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while len(children.read_text().split()) < 2:  # the headers have been read
            self.assertIsNone(process.poll())
        header.write_text("#error changed\n")
        out, err = process.communicate()
        self.assertIn("f0.cc: not done after 3 s", err)
        self.assertNotIn("changed", err)
        self.assertEqual(out.count("'sleep' waits"), 2, out)

    def test_the_cache_sees_what_was_shared(self) -> None:
        self.write("lib/big/big.hpp", "#pragma once\n")
        self.database(*self.many(*[SLEEPY] * 3, head="#include <big/big.hpp>\n"), flags=["-isystem", "lib"])
        first = self.lint("--shared-prefix", "--cache", "cache")
        self.write("lib/big/big.hpp", "#pragma once\n#error changed\n")
        self.assertNotEqual(self.lint("--shared-prefix", "--cache", "cache").stderr, first.stderr)


if __name__ == "__main__":
    unittest.main()
