"""A user's project finds the installed Unblock and gates its benchmarks with one line of CMake."""
import pathlib
import shutil
import tempfile
import unittest

from example_project import copy_example, install, make_slower, run


class Installed(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="gate-install-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def ctest(self):
        return run("ctest", "--test-dir", self.build, "-L", "gate", "--output-on-failure", check=False)

    def test_the_example_is_gated(self):
        prefix, project = install(self.folder / "prefix"), copy_example(self.folder / "project")
        self.build = self.folder / "build"
        run("cmake", "-S", project, "-B", self.build, f"-DCMAKE_PREFIX_PATH={prefix}")
        run("cmake", "--build", self.build)

        without = self.ctest()
        self.assertEqual(without.returncode, 0, without.stdout)
        self.assertIn("Skipped", without.stdout)

        (self.build / "baseline").mkdir()
        shutil.copy(self.build / "checksum_bench", self.build / "baseline")
        same = self.ctest()
        self.assertEqual(same.returncode, 0, same.stdout)
        self.assertTrue((self.build / "gate" / "checksum_bench.md").exists(), same.stdout)

        make_slower(project)
        run("cmake", "--build", self.build)
        slower = self.ctest()
        self.assertNotEqual(slower.returncode, 0, slower.stdout)
        self.assertIn("SLOWER", slower.stdout)
        self.assertIn("<failure", (self.build / "gate" / "checksum_bench.xml").read_text())

    def test_a_wrong_target_is_named(self):
        prefix, project = install(self.folder / "prefix"), copy_example(self.folder / "project")
        with (project / "CMakeLists.txt").open("a") as lists:
            lists.write("unblock_add_gate(TARGET nobody)\n")
        done = run("cmake", "-S", project, "-B", self.folder / "build", f"-DCMAKE_PREFIX_PATH={prefix}", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("'nobody'", done.stderr)


if __name__ == "__main__":
    unittest.main()
