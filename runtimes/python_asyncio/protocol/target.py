"""The programs of the build that a worker talks to: the target, where the harness did not start one, and the digest."""
import json
import os
import subprocess

from protocol.errors import InputError


def bin_folder():
    """Where unblock-target is: the launcher says so."""
    return os.environ.get("UNBLOCK_BIN", "")


def _program(name):
    path = os.path.join(bin_folder(), name)
    if not os.access(path, os.X_OK):
        raise InputError(f"'{path}' is missing: start this worker through its launcher in the build's bin folder")
    return path


def digest_of(work):
    """16 hexadecimal digits over the work claimed so far: {"request:/wait/0/64": 7}."""
    if not work:
        return "0" * 16
    arguments = [f"{count}:{item}" for item, count in work.items()]
    done = subprocess.run([_program("unblock-digest"), *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip() or "unblock-digest failed")
    return done.stdout.strip()


class OwnTarget:
    """unblock-target as a child of this worker. It ends when its standard input closes."""

    def __init__(self):
        self._process = subprocess.Popen([_program("unblock-target")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        announced = self._answer()
        self.port, self.certificate = announced["port"], announced["certificate"]

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the target ended")
        return json.loads(line)

    def _ask(self, command):
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        return self._answer()

    def reset(self):
        self._ask("reset")

    def report(self):
        return self._ask("report")

    def stop(self):
        self._process.stdin.close()
        self._process.wait()


def disagreement(claim, over_wire, digest, report):
    """The rules of bench/target/claim_check.cc. Empty: claim, with Wire.figures(), and report agree."""
    figures = [("connections", claim.connections, report["connections"]), ("requests", claim.requests, report["requests"])]
    figures += [(name.replace("_", " "), count, report[name]) for name, count in over_wire.items()]
    if claim.requests == 0 or claim.bytes_out != 0:
        figures.append(("bytes sent", claim.bytes_out, report["bytes_in"]))
    if claim.requests == 0:
        figures.append(("bytes received", claim.bytes_in, report["bytes_out"]))
    for what, claimed, counted in figures:
        if claimed != counted:
            return f"the worker claims {claimed} {what}, the target counted {counted}"
    if digest != report["digest"]:
        return f"the digest of the payload is {digest} by the worker and {report['digest']} by the target"
    return ""
