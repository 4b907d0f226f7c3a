#!/usr/bin/env python3
"""The Debian packages: made, unpacked into an empty root, and run from there."""
import pathlib
import shutil
import tempfile
import unittest

from installed import BUILD, HAS_LINT, run


class Packages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="unblock-debs-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        run("cpack", "-G", "DEB", "-B", cls.folder, "-D", "CPACK_DEBIAN_COMPRESSION_TYPE=gzip", cwd=BUILD)
        cls.debs = sorted(cls.folder.glob("*.deb"))
        cls.root = cls.folder / "root"
        for deb in cls.debs:
            run("dpkg-deb", "-x", deb, cls.root)

    def test_there_is_one_for_each_part(self):
        names = [deb.name.split("_")[0] for deb in self.debs]
        wanted = ["libunblock-dev", "unblock", "unblock-bench"] + (["unblock-lint"] if HAS_LINT else []) + ["unblock-watch"]
        self.assertEqual(sorted(names), wanted)

    def test_they_name_what_they_need(self):
        for deb in self.debs:
            depends = run("dpkg-deb", "-f", deb, "Depends").stdout
            if deb.name.startswith("unblock-bench_"):
                self.assertRegex(depends, r"libbenchmark1debian|libbenchmark1")
                self.assertIn("unblock (= ", depends)
            if deb.name.startswith("unblock-lint_"):
                self.assertIn("libclang-cpp22", depends)

    @unittest.skipUnless(shutil.which("lintian"), "lintian is not installed")
    def test_debians_own_check_finds_no_error(self):
        for deb in self.debs:
            said = run("lintian", "--fail-on", "error", deb, check=False)
            self.assertEqual([line for line in said.stdout.splitlines() if line.startswith("E:")], [], said.stdout)
            self.assertEqual(said.returncode, 0, said.stdout + said.stderr)

    def test_programs_run_from_an_empty_root(self):
        self.assertIn("unblock bench list", run(self.root / "usr/bin/unblock", "--help").stdout)
        self.assertIn("echo", run(self.root / "usr/bin/unblock", "bench", "explain", "echo").stdout)
        if HAS_LINT:
            self.assertIn("async-blocking-call", run(self.root / "usr/bin/unblock", "lint", "--list-checks").stdout)


if __name__ == "__main__":
    unittest.main()
