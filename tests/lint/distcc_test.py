#!/usr/bin/env python3
"""distcc carries the collector as it carries a compiler. Two workers on networks of their own see neither the project nor a header of the
system, and make the same facts. Needs root for the networks, and says so where it cannot have them."""

import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

from distributed_test import COLLECTOR, FactsCase
from programs_test import PROGRAMS


class Network:
    """A client and two workers, each in a network of its own, as three machines."""

    def __init__(self, case: unittest.TestCase):
        self.case = case
        self.names = {who: f"unblock-{os.getpid()}-{who}" for who in ("client", "one", "two")}
        for name in self.names.values():
            self.must("ip", "netns", "add", name)
            case.addCleanup(self.run, "ip", "netns", "delete", name)
        for number, worker in enumerate(("one", "two"), 1):
            ours, theirs = f"ub{number}", "ub0"
            self.must(*self.within("client"), "ip", "link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", self.names[worker])
            for who, device, last in (("client", ours, 1), (worker, theirs, 2)):
                self.must(*self.within(who), "ip", "address", "add", f"10.77.{number}.{last}/30", "dev", device)
                for up in (device, "lo"):
                    self.must(*self.within(who), "ip", "link", "set", up, "up")

    @staticmethod
    def run(*command: str) -> subprocess.CompletedProcess:
        return subprocess.run(command, check=False, capture_output=True, text=True)

    def must(self, *command: str) -> None:
        done = self.run(*command)
        if done.returncode != 0:
            self.case.skipTest(f"no networks of one's own here: {done.stderr.strip()}")

    def within(self, who: str) -> list[str]:
        return ["ip", "netns", "exec", self.names[who]]


@unittest.skipUnless(shutil.which("distcc") and shutil.which("distccd"), "distcc is missing: apt-get install distcc")
@unittest.skipUnless(shutil.which("ninja"), "ninja is missing: apt-get install ninja-build")
@unittest.skipUnless(shutil.which("ip") and os.geteuid() == 0, "networks of one's own need root and iproute2")
class DistccTest(FactsCase):
    """Workers that see neither the project nor any header of the system."""

    WORKER = ("mount --bind $0/names /usr/lib/distcc && mount -t tmpfs none /usr/include && mount -t tmpfs none $1 && mount -t tmpfs none $2 && "
              "exec distccd --no-detach --user nobody --allow 10.77.0.0/16 --listen $3 --jobs 2 --log-file $0/log")

    def setUp(self) -> None:
        super().setUp()
        self.network = Network(self)
        self.logs = [self.start_worker(number, worker) for number, worker in enumerate(("one", "two"), 1)]

    def start_worker(self, number: int, worker: str) -> Path:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        folder = Path(place.name)
        folder.chmod(0o777)
        (folder / "names").mkdir()
        for name in ("unblock-clang++", "unblock-clang"):
            (folder / "names" / name).symlink_to(COLLECTOR.with_name(name))
        (folder / "log").touch()
        (folder / "log").chmod(0o666)
        address = f"10.77.{number}.2"
        process = subprocess.Popen([*self.network.within(worker), "unshare", "--mount", "sh", "-c", self.WORKER, folder, self.folder, PROGRAMS, address],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, env=os.environ | {"TMPDIR": str(folder), "PATH": f"{COLLECTOR.parent}:{os.environ['PATH']}"})
        self.addCleanup(process.wait)
        self.addCleanup(os.killpg, process.pid, signal.SIGTERM)
        self.wait_for(process, address)
        return folder / "log"

    def wait_for(self, process: subprocess.Popen, address: str) -> None:
        knock = [*self.network.within("client"), "bash", "-c", f": < /dev/tcp/{address}/3632"]
        while subprocess.run(knock, check=False, capture_output=True).returncode != 0:
            self.assertIsNone(process.poll(), "the worker does not start")

    def build(self, launcher: str, **environment: str) -> subprocess.CompletedProcess:
        self.lint("--ninja", "lint", "--launcher", launcher, "--format", "json", "-q", "-p", "build")
        (self.folder / "distcc").mkdir(exist_ok=True)
        words = os.environ | {"DISTCC_HOSTS": "10.77.1.2/1 10.77.2.2/1", "DISTCC_FALLBACK": "0", "DISTCC_DIR": str(self.folder / "distcc")} | environment
        return subprocess.run([*self.network.within("client"), "ninja", "-C", "lint", "-j2"], cwd=self.folder, env=words, check=False, capture_output=True, text=True)

    def done_by_workers(self) -> list[int]:
        return [log.read_text().count("COMPILE_OK") for log in self.logs]

    def test_workers_without_any_file_say_the_same(self) -> None:
        done = self.build("distcc")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr + "".join(log.read_text() for log in self.logs))
        self.assertEqual((self.folder / "lint/findings.json").read_text(), self.whole.stdout)
        counts = self.done_by_workers()
        self.assertEqual(sum(counts), len(self.files))
        self.assertGreater(min(counts), 0, "both of them")
        self.assertIn("gone.h", done.stdout, "what does not compile is named here")
        there = {f.name: f.read_bytes() for f in (self.folder / "lint/facts").glob("*.facts")}
        shutil.rmtree(self.folder / "lint")
        self.lint("--ninja", "lint", "--format", "json", "-q", "-p", "build")
        subprocess.run(["ninja", "-C", "lint"], cwd=self.folder, check=True, capture_output=True)
        self.assertEqual(there, {f.name: f.read_bytes() for f in (self.folder / "lint/facts").glob("*.facts")})

    def test_worker_that_is_gone_fails_the_build(self) -> None:
        done = self.build("distcc", DISTCC_HOSTS="10.77.1.3/1")
        self.assertNotEqual(done.returncode, 0)
        self.assertFalse((self.folder / "lint/findings.json").exists())
        self.assertEqual(self.done_by_workers(), [0, 0])


if __name__ == "__main__":
    unittest.main()
