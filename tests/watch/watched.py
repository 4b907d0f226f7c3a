"""Runs a program under `unblock watch` and reads what it saw."""
import json
import os
import pathlib
import subprocess
import tempfile

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
PROGRAMS = pathlib.Path(__file__).resolve().parent / "programs"


def watch(*arguments, **options):
    return subprocess.run([BIN / "unblock", "watch", *map(str, arguments)], capture_output=True, text=True, timeout=100, **options)


def program(name):
    return BIN / f"watched-{name}"


def seen(command, threshold="20ms", arguments=(), **options):
    """The result of the command, and what the watcher wrote; None when it wrote nothing."""
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "seen.json"
        result = watch("--threshold", threshold, "-o", out, *arguments, "--", *command, **options)
        return result, json.loads(out.read_text()) if out.exists() else None


def culprit(place):
    return place["chain"][place["culprit"]]["function"] if place["chain"] else ""
