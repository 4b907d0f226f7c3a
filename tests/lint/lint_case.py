"""A folder with source files and a compile database, and unblock-lint run in it: the base of the tests of the driver."""

import json
import tempfile
import unittest
from pathlib import Path

import faces

CLEAN = "int answer() { return 42; }\n"
SLEEPY = '#include <unistd.h>\n#include "lazy_task.h"\nLazy<void> nap() {\n  sleep(1);\n  co_return;\n}\n'
LOST = '#include "lazy_task.h"\nLazy<void> save();\nLazy<void> run() {\n  save();\n  co_return;\n}\n'


class LintCase(unittest.TestCase):
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
