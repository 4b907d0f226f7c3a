#!/usr/bin/env python3
"""The plugin in the tools that people already run: run-clang-tidy, clang-tidy-diff, CMake's CXX_CLANG_TIDY."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import faces

SLEEPY = '#include <unistd.h>\n#include "lazy_task.h"\nLazy<void> nap() {\n  sleep(1);\n  co_return;\n}\n'
CHECKS = "-checks=-*,async-*"
MESSAGE = "nap.cc:4:3: warning: 'sleep' waits"


class TidyToolsTest(unittest.TestCase):
    def setUp(self) -> None:
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = Path(self.temporary.name).resolve()
        self.addCleanup(self.temporary.cleanup)
        (self.folder / "nap.cc").write_text(SLEEPY)
        entry = {"directory": str(self.folder), "file": "nap.cc", "arguments": ["c++", *faces.FLAGS, "-c", "nap.cc"]}
        (self.folder / "compile_commands.json").write_text(json.dumps([entry]))

    @unittest.skipUnless(shutil.which("run-clang-tidy-22"), "run-clang-tidy-22 is not installed")
    def test_run_clang_tidy(self) -> None:
        done = faces.run(["run-clang-tidy-22", f"-load={faces.plugin()}", CHECKS, "-p", self.folder, "-quiet"], self.folder)
        self.assertIn(MESSAGE, done.stdout, done.stderr)

    @unittest.skipUnless(shutil.which("clang-tidy-diff-22.py"), "clang-tidy-diff-22.py is not installed")
    def test_clang_tidy_diff(self) -> None:
        command = ["clang-tidy-diff-22.py", "-p1", "-clang-tidy-binary", "clang-tidy-22", f"-load={faces.plugin()}", CHECKS,
                   "-path", self.folder, "-quiet"]
        diff = "--- a/nap.cc\n+++ b/nap.cc\n@@ -{0} +{0} @@\n-old\n+new\n"
        self.assertIn(MESSAGE, faces.run(command, self.folder, diff.format(4)).stdout)
        self.assertNotIn("sleep", faces.run(command, self.folder, diff.format(5)).stdout)

    def test_cmake(self) -> None:
        (self.folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.25)\nproject(nap CXX)\nset(CMAKE_CXX_STANDARD 20)\nadd_library(nap OBJECT nap.cc)\n"
            f"target_include_directories(nap PRIVATE {faces.FLAGS[1][2:]})\n")
        tidy = f"-DCMAKE_CXX_CLANG_TIDY=clang-tidy-22;-load={faces.plugin()};{CHECKS}"
        configured = faces.run(["cmake", "-S", self.folder, "-B", self.folder / "build", tidy, "-DCMAKE_CXX_COMPILER=clang++-22",
                                "-DCMAKE_CXX_COMPILER_LAUNCHER="])
        self.assertEqual(configured.returncode, 0, configured.stderr)
        done = faces.run(["cmake", "--build", self.folder / "build"])
        self.assertIn(MESSAGE, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
