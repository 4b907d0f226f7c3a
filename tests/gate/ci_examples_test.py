"""The shell lines of docs/ci run as they are written, with what each service would set around them."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from example_project import ROOT, git, install, make_slower, repository


def page(name):
    return (ROOT / "docs" / "ci" / name).read_text()


def brief(scripts):
    """As written, but for the time: a test need not decide every benchmark."""
    return [script.replace("--time-budget 5m", "--time-budget 100s") for script in scripts]


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
        self.all_pass(shell, [baseline, candidate, gate, show])
        self.assertIn("BM\\_Checksum/64", summary.read_text())
        self.assertNotIn("**SLOWER**", summary.read_text())

        make_slower(self.clone)
        self.all_pass(shell, [baseline, candidate])
        self.assertEqual(self.sh(shell, gate).returncode, 1)
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


if __name__ == "__main__":
    unittest.main()
