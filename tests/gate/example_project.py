"""Unblock installed into a folder, and a git repository with the example project, as a user would have them."""
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def run(*command, cwd=None, env=None, check=True):
    done = subprocess.run([str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, timeout=600)
    if check and done.returncode != 0:
        raise AssertionError(f"{command} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def install(folder):
    for component in ["gate", "dev"]:
        run("cmake", "--install", os.environ["UNBLOCK_BUILD"], "--component", component, "--prefix", folder)
    return folder


def copy_example(folder):
    shutil.copytree(ROOT / "examples" / "gated_benchmarks", folder)
    return folder


def make_slower(folder):
    """Three times the work for the same checksum."""
    header = folder / "checksum.h"
    text = header.read_text()
    changed = text.replace("  for (const std::uint8_t byte : bytes) {",
                           "  for (int again = 0; again < 3; ++again) {\n"
                           '    asm volatile("" : "+r"(a), "+r"(b));\n'
                           "    a = b = 0;\n"
                           "    for (const std::uint8_t byte : bytes) {").replace("  return b << 16", "  }\n  return b << 16")
    assert changed != text
    header.write_text(changed)


def git(folder, *arguments):
    return run("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main", "-C", folder, *arguments).stdout.strip()


def repository(folder):
    """A clone with origin/main and a branch on top of it that changes a comment."""
    origin, clone = folder / "origin", folder / "clone"
    copy_example(origin)
    (origin / ".gitignore").write_text("build/\n")
    git(origin, "init", "-q")
    git(origin, "add", ".")
    git(origin, "commit", "-qm", "first")
    run("git", "clone", "-q", origin, clone)
    git(clone, "checkout", "-qb", "change")
    with (clone / "checksum.h").open("a") as header:
        header.write("// The end.\n")
    git(clone, "commit", "-qam", "comment")
    return clone
