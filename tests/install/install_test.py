#!/usr/bin/env python3
"""`cmake --install` brings everything, it works away from the checkout, and the uninstall target takes it away again."""
import json
import pathlib
import shutil
import tempfile
import unittest

from installed import BUILD, HAS_LINT, HAS_WATCH, ROOT, run

USES_LINT = """
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES CXX)
enable_testing()
find_package(Unblock REQUIRED COMPONENTS lint)
add_library(good OBJECT good.cc good.h)
add_library(bad OBJECT bad.cc)
set_target_properties(good bad PROPERTIES CXX_STANDARD 20)
unblock_add_lint(TARGET good)
unblock_add_lint(TARGET bad CHECKS async-blocking-call)
"""
USES_WATCH = """
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES C)
find_package(Unblock REQUIRED)
add_executable(server server.c)
target_link_libraries(server PRIVATE Unblock::watch)
target_link_options(server PRIVATE -static)
"""
SERVER = """
#include <sys/epoll.h>
#include <time.h>
#include <unblock_watch.h>
static void slow_handler(void) { struct timespec time = {0, 60000000}; nanosleep(&time, NULL); }
int main(void) {
  struct epoll_event event;
  const int watched = unblock_watch_start(), epoll = epoll_create1(0);
  for (int turn = 0; turn < 6; ++turn) {
    epoll_wait(epoll, &event, 1, 2);
    if (turn == 3) slow_handler();
  }
  return watched ? 0 : 5;
}
"""
COROUTINE = """
#include <coroutine>
#include <unistd.h>
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
Task work() { %s co_return; }
"""


class Installed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="unblock-install-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.prefix = cls.folder / "prefix"
        run("cmake", "--install", BUILD, "--prefix", cls.prefix)
        cls.bin = cls.prefix / "bin"

    def test_every_program_says_the_same_version(self):
        programs = ["unblock", "unblock-bench", "unblock-report"] + (["unblock-lint"] if HAS_LINT else [])
        for program in programs:
            said = run(self.bin / program, "--version").stdout.strip()
            self.assertRegex(said, rf"^{program} \d+\.\d+\.\d+( \(.*\))?$")

    def test_workers_and_guests_answer_from_there(self):
        self.assertEqual({path.name for path in (BUILD / "bin").glob("unblock-worker-*")},
                         {path.name for path in self.bin.glob("unblock-worker-*")})
        for worker in ["unblock-worker-epoll", "unblock-worker-python_asyncio", "unblock-worker-node"]:
            answer = json.loads(run(self.bin / worker, "--unblock_describe").stdout)
            self.assertTrue(answer["cells"], worker)
        launcher = (self.bin / "unblock-worker-python_asyncio").read_text()
        self.assertNotIn(str(ROOT), launcher)

    def test_man_pages_and_completions_are_there(self):
        for program in ["unblock", "unblock-bench", "unblock-report"] + (["unblock-lint"] if HAS_LINT else []):
            page = self.prefix / "share" / "man" / "man1" / f"{program}.1.gz"
            self.assertTrue(page.exists(), page)
            for file in [f"bash-completion/completions/{program}", f"zsh/site-functions/_{program}", f"fish/vendor_completions.d/{program}.fish"]:
                self.assertTrue((self.prefix / "share" / file).exists(), file)
        if shutil.which("man"):
            shown = run("man", "--warnings", "-l", self.prefix / "share" / "man" / "man1" / "unblock-bench.1.gz")
            self.assertIn("--time-budget", shown.stdout)
            self.assertEqual(shown.stderr, "")

    def test_bash_completes_through_the_dispatcher(self):
        folder = self.prefix / "share" / "bash-completion" / "completions"
        script = (f"source {folder}/unblock; source {folder}/unblock-bench; "
                  "COMP_WORDS=(unblock bench run --time); COMP_CWORD=3; _unblock; printf '%s\\n' \"${COMPREPLY[@]}\"")
        self.assertEqual(run("bash", "-c", script).stdout.split(), ["--time-budget"])

    @unittest.skipUnless(HAS_LINT, "the linter is not built here")
    def test_the_plugin_is_installed_and_loads(self):
        plugin = next(self.prefix.glob("lib*/**/unblock-tidy.so"))
        listed = run("clang-tidy-22", f"-load={plugin}", "--checks=-*,async-*", "--list-checks").stdout
        self.assertIn("async-blocking-call", listed)

    @unittest.skipUnless(HAS_WATCH, "the watcher is not built here")
    def test_a_static_program_of_another_project_is_watched(self):
        project = self.folder / "watched"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(USES_WATCH)
        (project / "server.c").write_text(SERVER)
        run("cmake", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}", "-DCMAKE_BUILD_TYPE=Debug")
        run("cmake", "--build", project / "build")
        self.assertEqual(run(project / "build" / "server", check=False).returncode, 5)  # nobody watches: it runs all the same
        seen = run(self.bin / "unblock", "watch", "--threshold", "20ms", "--", project / "build" / "server")
        self.assertIn("slow_handler", seen.stderr)
        self.assertIn("parked", seen.stderr)

    @unittest.skipUnless(HAS_LINT, "the linter is not built here")
    def test_a_project_lints_its_targets(self):
        project = self.folder / "project"
        project.mkdir()
        (project / "CMakeLists.txt").write_text(USES_LINT)
        (project / "good.cc").write_text(COROUTINE % "")
        (project / "good.h").write_text("")
        (project / "bad.cc").write_text(COROUTINE % "sleep(1);")
        run("cmake", "-S", project, "-B", project / "build", f"-DCMAKE_PREFIX_PATH={self.prefix}")
        done = run("ctest", "--test-dir", project / "build", "--output-on-failure", check=False)
        self.assertIn("1 tests failed out of 2", done.stdout)
        self.assertIn("async-blocking-call", done.stdout)


class Uninstalled(unittest.TestCase):
    def test_nothing_is_left(self):
        with tempfile.TemporaryDirectory() as name:
            prefix = pathlib.Path(name) / "prefix"
            manifest = BUILD / "install_manifest_dev.txt"
            run("cmake", "--install", BUILD, "--prefix", prefix, "--component", "dev")
            self.assertTrue(manifest.exists())
            run("cmake", f"-DBUILD={BUILD}", "-P", ROOT / "cmake" / "uninstall.cmake")
            self.assertEqual([path for path in prefix.rglob("*") if path.is_file()], [])
            self.assertFalse((prefix / "share" / "cmake" / "Unblock").exists())


if __name__ == "__main__":
    unittest.main()
