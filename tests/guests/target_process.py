"""unblock-target as a child of a test."""
import json
import os
import pathlib
import subprocess

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])


class Target:
    def __enter__(self):
        self.process = subprocess.Popen([BIN / "unblock-target"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        announced = json.loads(self.process.stdout.readline())
        self.port, self.certificate = announced["port"], announced["certificate"]
        return self

    def ask(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=10)
