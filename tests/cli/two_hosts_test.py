#!/usr/bin/env python3
"""Client and target on two hosts: network namespaces, joined by a link with a limited rate. It needs root."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
TOKEN = "a token that nobody guesses"
QUICK = ["--min-time", "0.05", "--canary", "0", "--keep-awake", "off", "--no-counts", "--quiet"]
RATE_BITS = 20_000_000
CLIENT, TARGET = "10.213.77.1", "10.213.77.2"


def sh(*arguments):
    result = subprocess.run(list(map(str, arguments)), capture_output=True, text=True)
    if result.returncode != 0:
        raise OSError(f"{' '.join(map(str, arguments))}: {result.stderr.strip()}")
    return result.stdout


def measured(out):
    """What the file says of the run, each cell with the rows of its rounds."""
    whole = json.loads(out.read_text())
    for index, cell in enumerate(whole["unblock"]["cells"]):
        cell["rounds"] = [row for row in whole["benchmarks"] if row["run_type"] == "iteration" and row["unblock"]["cell"] == index]
    return whole["unblock"]


class Hosts:
    """Two namespaces that see each other and nothing else."""

    def __init__(self):
        name = f"unblock-{os.getpid()}"
        self.client, self.target = f"{name}-c", f"{name}-t"
        self.links = f"ubc{os.getpid()}", f"ubt{os.getpid()}"
        try:
            for host in (self.client, self.target):
                sh("ip", "netns", "add", host)
                self.on(host, "ip", "link", "set", "lo", "up")
            sh("ip", "link", "add", self.links[0], "netns", self.client, "type", "veth", "peer", "name", self.links[1], "netns", self.target)
            for host, link, address in zip((self.client, self.target), self.links, (CLIENT, TARGET)):
                self.on(host, "ip", "address", "add", f"{address}/24", "dev", link)
                self.on(host, "ip", "link", "set", link, "up")
                self.on(host, "tc", "qdisc", "add", "dev", link, "root", "tbf", "rate", f"{RATE_BITS}bit", "burst", "64kb", "latency", "100ms")
        except OSError:
            self.remove()
            raise

    def on(self, host, *arguments):
        return sh("ip", "netns", "exec", host, *arguments)

    def delay(self):
        """What the kernel says to a delay; empty where it has one."""
        try:
            self.on(self.client, "tc", "qdisc", "replace", "dev", "lo", "root", "netem", "delay", "5ms")
        except OSError as error:
            return str(error)
        self.on(self.client, "tc", "qdisc", "del", "dev", "lo", "root")
        return ""

    def remove(self):
        for host in (self.client, self.target):
            subprocess.run(["ip", "netns", "del", host], capture_output=True)


class TwoHosts(unittest.TestCase):
    def setUp(self):
        self.hosts = Hosts()
        self.addCleanup(self.hosts.remove)
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.token = self.folder / "token"
        self.token.write_text(TOKEN + "\n")
        self.token.chmod(0o600)

    def start_target(self, *arguments):
        target = subprocess.Popen(["ip", "netns", "exec", self.hosts.target, BIN / "unblock-target", *arguments], stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True)

        def stop():
            target.terminate()
            target.communicate()

        self.addCleanup(stop)
        return json.loads(target.stdout.readline())["port"]

    def listen(self):
        return f"unblock://{TARGET}:{self.start_target('--listen', TARGET, '--token-file', self.token)}"

    def command(self, url, *arguments):
        return ["ip", "netns", "exec", self.hosts.client, BIN / "unblock", "bench", "run", "--runtime", "epoll", "--target", url, "--token-file", self.token,
                *(QUICK[2:] if "--min-time" in arguments else QUICK), *map(str, arguments)]

    def run_against(self, url, *arguments):
        out = self.folder / "results.json"
        result = subprocess.run([*self.command(url, *arguments), "-o", out], capture_output=True, text=True, timeout=120)
        return result, measured(out) if out.exists() else None

    def test_work_is_verified_over_every_wire_that_leaves_the_host(self):
        result, run = self.run_against(self.listen(), "--workload", "echo", "--filter", "connections:64/bytes:64", "--rounds", 2, "--suite", "full")
        self.assertEqual(result.returncode, 0, result.stderr)
        cells = {dict(cell["arguments"]).get("wire", "tcp"): cell for cell in run["cells"] if dict(cell["arguments"])["bytes"] == "64"}
        self.assertEqual(cells["unix"]["reason"], "a Unix socket ends at its host")
        for wire in ("tcp", "tls", "udp"):
            self.assertEqual((cells[wire]["placement"], len(cells[wire]["rounds"])), ("two-hosts", 2))

    def test_streams_are_timed_by_the_clients_clock(self):
        result, run = self.run_against(self.listen(), "--case", "stream/streams:2/chunks:3/interval_us:1000", "--rounds", 1)
        self.assertEqual(result.returncode, 0, result.stderr)
        (cell,) = run["cells"]
        self.assertNotIn("target_late_p99_ns", cell["rounds"][0])

    def test_no_more_is_measured_than_the_link_carries(self):
        result, run = self.run_against(self.listen(), "--case", "echo/connections:4/bytes:1024", "--rounds", 1, "--min-time", 0.5)
        self.assertEqual(result.returncode, 0, result.stderr)
        (cell,) = run["cells"]
        self.assertLess(cell["rounds"][0]["ops_per_second"] * 1024 * 8, RATE_BITS)

    def test_a_host_that_vanishes_ends_the_run_which_can_go_on(self):
        url, out = self.listen(), self.folder / "results.json"
        arguments = ["--workload", "echo", "--filter", "connections:(1|64)/bytes:64$", "--suite", "full", "--deadline", 2]
        run = subprocess.Popen([*self.command(url, *arguments, "--rounds", 40), "-o", out], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        partial = pathlib.Path(f"{out}.partial")
        while run.poll() is None and not (partial.exists() and partial.read_text().count("\n") > 4):
            time.sleep(0.02)
        self.hosts.on(self.hosts.target, "ip", "link", "set", self.hosts.links[1], "down")
        said, _ = run.communicate(timeout=100)
        self.assertEqual(run.returncode, 1)
        before = measured(out)
        rounds = sum(len(cell["rounds"]) for cell in before["cells"])
        self.assertGreater(rounds, 0)
        self.assertTrue(any(warning.startswith("The run ended early: ") and TARGET in warning for warning in before["warnings"]), before["warnings"])
        self.hosts.on(self.hosts.target, "ip", "link", "set", self.hosts.links[1], "up")
        resume = ["ip", "netns", "exec", self.hosts.client, BIN / "unblock", "bench", "run", "--resume", out, "--token-file", self.token, "--rounds", str(rounds), "--quiet"]
        give_up = time.monotonic() + 60  # the target's host has to notice that the first client is gone
        while (result := subprocess.run(resume, capture_output=True, text=True, timeout=120)).returncode == 2 and time.monotonic() < give_up:
            time.sleep(1)
        self.assertEqual(result.returncode, 0, result.stderr)
        after = measured(out)
        self.assertGreater(sum(len(cell["rounds"]) for cell in after["cells"]), rounds)

    def test_a_wrong_token_is_one_sentence(self):
        url = self.listen()
        self.token.write_text("another token, as long\n")
        result, run = self.run_against(url, "--workload", "echo")
        self.assertEqual((result.returncode, run), (2, None))
        self.assertEqual(result.stderr, f"unblock bench: the target '{url}' says: the token is refused: it is not the one that the target was started with\n")

    def test_nothing_listens_beyond_loopback_unless_told_to(self):
        port = self.start_target()
        with self.assertRaises(OSError):
            self.hosts.on(self.hosts.client, sys.executable, "-c", f"import socket; socket.create_connection(('{TARGET}', {port}), 5)")

    def test_a_delay_needs_netem(self):
        why = self.hosts.delay()
        if why:
            self.skipTest(f"no delay was tested: this kernel has no netem ({why})")
        result, _ = self.run_against(self.listen(), "--case", "echo/connections:1/bytes:64", "--rounds", 1)
        self.assertEqual(result.returncode, 0, result.stderr)


def missing():
    if os.geteuid() != 0:
        return "not root: network namespaces cannot be made"
    for program in ("ip", "tc"):
        if not shutil.which(program):
            return f"'{program}' is missing: apt-get install iproute2"
    try:
        Hosts().remove()
    except OSError as error:
        return f"two hosts cannot be made here: {error}"
    return ""


if __name__ == "__main__":
    why = missing()
    if why:
        print(f"skipped: {why}")
        sys.exit(77)
    unittest.main()
