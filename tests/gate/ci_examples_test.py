"""The shell lines of docs/ci run as they are written, with what each service would set around them."""
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from example_project import ROOT, git, install, make_slower, repository

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])


def page(name):
    return (ROOT / "docs" / "ci" / name).read_text()


def brief(scripts):
    """As written, but for the time: a test need not decide every benchmark."""
    return [script.replace("--time-budget 5m", "--time-budget 8s") for script in scripts]


def yaml_scripts(text):
    """The blocks after `run: |` and `- |`, without their indentation."""
    scripts, lines = [], text.splitlines()
    for i, line in enumerate(lines):
        if not re.search(r"(run: \||- \|)$", line):
            continue
        inner = next(later for later in lines[i + 1:])
        depth = len(inner) - len(inner.lstrip())
        block = []
        for later in lines[i + 1:]:
            if later.strip() and len(later) - len(later.lstrip()) < depth:
                break
            block.append(later[depth:])
        scripts.append("\n".join(block))
    return brief(scripts)


def groovy_scripts(text):
    return brief([script.replace("\\\\", "\\") for script in re.findall(r"'''(.*?)'''", text, re.DOTALL)])


class CiExamples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.shared = pathlib.Path(tempfile.mkdtemp(prefix="gate-ci-"))
        cls.addClassCleanup(shutil.rmtree, cls.shared, ignore_errors=True)
        cls.prefix = install(cls.shared / "prefix")

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=self.shared))
        self.clone = repository(self.folder)
        self.env = {**os.environ, "CI": "true", "HOME": str(self.folder), "UNBLOCK": str(self.prefix), "BASE_BRANCH": "origin/main"}

    def sh(self, shell, script):
        return subprocess.run([*shell, script], cwd=self.clone, env=self.env, capture_output=True, text=True, timeout=600)

    def all_pass(self, shell, scripts):
        for script in scripts:
            done = self.sh(shell, script)
            self.assertEqual(done.returncode, 0, f"{script}\n{done.stdout}\n{done.stderr}")

    def test_github_actions(self):
        github_env, summary = self.folder / "env", self.folder / "summary"
        self.env.update(GITHUB_ENV=str(github_env), GITHUB_STEP_SUMMARY=str(summary))
        shell = ["bash", "-e", "-o", "pipefail", "-c"]
        merge_base, baseline, candidate, gate, show = yaml_scripts(page("github-actions.md"))
        self.all_pass(shell, [merge_base])
        self.env.update(line.split("=", 1) for line in github_env.read_text().splitlines())
        self.assertEqual(self.env["MERGE_BASE"], git(self.clone, "rev-parse", "origin/main"))
        self.all_pass(shell, [baseline, candidate])
        self.assertIn(self.sh(shell, gate).returncode, (0, 3))  # 3: not decided in so short a time
        self.all_pass(shell, [show])
        self.assertIn("BM\\_Checksum/64", summary.read_text())
        self.assertNotIn("**SLOWER**", summary.read_text())

        make_slower(self.clone)
        self.all_pass(shell, [baseline, candidate])
        self.assertEqual(self.sh(shell, gate.replace("--time-budget 8s", "--time-budget 40s")).returncode, 1)  # three times the work shows soon
        self.all_pass(shell, [show])
        self.assertIn("**SLOWER**", summary.read_text())

    def test_gitlab(self):
        self.env.update(CI_MERGE_REQUEST_DIFF_BASE_SHA=git(self.clone, "merge-base", "HEAD", "origin/main"))
        scripts = yaml_scripts(page("gitlab-ci.md"))
        self.assertEqual(len(scripts), 3)
        self.all_pass(["sh", "-e", "-c"], scripts[:2])
        self.assertIn(self.sh(["sh", "-e", "-c"], scripts[2]).returncode, (0, 3))  # 3: the machine is busy
        self.assertTrue((self.clone / "gate.xml").exists())

    def test_jenkins(self):
        self.env.update(BASELINE_STORE=str(self.folder / "store"))
        scripts = groovy_scripts(page("jenkins.md"))
        self.assertEqual(len(scripts), 3)
        self.all_pass(["sh", "-xe", "-c"], scripts[:2])
        self.assertIn(self.sh(["sh", "-xe", "-c"], scripts[2]).returncode, (0, 3))  # 3: the machine is busy
        self.assertTrue((self.clone / "gate.md").exists())
        self.assertEqual(len(list((self.folder / "store").iterdir())), 1)

        # The workspace stays as it is, and the merge base is another one.
        self.env["BASE_BRANCH"] = "HEAD"
        self.all_pass(["sh", "-xe", "-c"], scripts[:1])
        self.assertEqual(len(list((self.folder / "store").iterdir())), 2)

    def lint_project(self):
        """A program with one mistake in the clone, and the linter of the build folder where the jobs expect it."""
        if not (BIN / "unblock-lint").exists():
            self.skipTest("the linter is not built here")
        self.env.update(UNBLOCK=str(BIN.parent))
        (self.clone / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(p CXX)\nset(CMAKE_CXX_STANDARD 20)\nadd_executable(p main.cc)\n")
        (self.clone / "main.cc").write_text("#include <uv.h>\n#include <unistd.h>\nvoid tick(uv_timer_t*) {\n  sleep(1);\n}\n"
                                            "int main() {\n  uv_timer_t timer;\n  uv_timer_start(&timer, tick, 1, 1);\n}\n")
        git(self.clone, "add", ".")
        git(self.clone, "commit", "-qm", "a program")

    def test_lint_on_github(self):
        self.lint_project()
        github = page("lint.md").split("## GitHub: annotations")[0]
        self.all_pass(["bash", "-e", "-o", "pipefail", "-c"], yaml_scripts(github))
        results = json.loads((self.clone / "lint.sarif").read_text())["runs"][0]["results"]
        self.assertEqual([result["ruleId"] for result in results], ["async-blocking-call"])

    def test_lint_on_gitlab(self):
        self.lint_project()
        configure, lint = yaml_scripts(page("lint.md").split("## GitLab")[1].split("## An old")[0])
        self.all_pass(["sh", "-e", "-c"], [configure])
        self.assertEqual(self.sh(["sh", "-e", "-c"], lint).returncode, 1)
        self.assertEqual(len(json.loads((self.clone / "gl-code-quality-report.json").read_text())), 1)

    def test_the_lint_action(self):
        self.lint_project()
        text = (ROOT / "action.yml").read_text()
        defaults = dict(re.findall(r'^  ([a-z-]+):\n    description: .*\n    default: "?([^"\n]*)"?$', text, re.MULTILINE))
        self.env.update({variable: defaults[name] for variable, name in re.findall(r"(\w+): \$\{\{ inputs\.([a-z-]+) \}\}", text)})
        self.env.update(PROGRAM=str(BIN / "unblock"), SINCE="HEAD~1")
        self.all_pass(["sh", "-c"], ["cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"])
        action, = yaml_scripts(text)
        shell = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c"]
        done = self.sh(shell, action)
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertIn("::warning file=main.cc,line=4", done.stdout)
        self.env.update(FAIL="false")
        self.all_pass(shell, [action])
        self.env.update(FAIL="true", SINCE="HEAD")
        self.all_pass(shell, [action])


if __name__ == "__main__":
    unittest.main()
