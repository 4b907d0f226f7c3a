"""What a build folder installs, as its user sees it: programs run from where they were put, with nothing of the checkout."""
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ["UNBLOCK_BUILD"])
HAS_LINT = (BUILD / "bin" / "unblock-lint").exists()
HAS_WATCH = (BUILD / "bin" / "unblock-watch").exists()


def run(*command, check=True, cwd=None, env=None):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, cwd=cwd, env=env)
    if check and done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done
