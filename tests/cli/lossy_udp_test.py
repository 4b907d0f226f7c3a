#!/usr/bin/env python3
"""echo over UDP through a relay that loses and doubles datagrams: the work is done all the same, and what went missing is counted."""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
CASE = "echo/connections:16/bytes:64/wire:udp"


class Target:
    def __init__(self):
        self.process = subprocess.Popen([BIN / "unblock-target"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = json.loads(self.process.stdout.readline())["port"]

    def report(self):
        self.process.stdin.write("report\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.communicate()


class Relay:
    """Between one client and the target. Every `lose`-th datagram either way is swallowed, every `double`-th sent twice; 0: none."""

    def __init__(self, port, lose=0, double=0):
        self.near, self.far = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
        self.near.bind(("127.0.0.1", 0))
        self.far.connect(("127.0.0.1", port))
        self.port, self.lose, self.double, self.client = self.near.getsockname()[1], lose, double, None
        self.lost = self.doubled = 0
        for one_way in (self.there, self.back):
            threading.Thread(target=one_way, daemon=True).start()

    def copies(self, number):
        if self.lose and number % self.lose == 0:
            self.lost += 1
            return 0
        if self.double and number % self.double == 0:
            self.doubled += 1
            return 2
        return 1

    def there(self):
        for number in range(1, 1 << 30):
            datagram, self.client = self.near.recvfrom(65536)
            for _ in range(self.copies(number)):
                self.far.send(datagram)

    def back(self):
        for number in range(1, 1 << 30):
            try:
                datagram = self.far.recv(65536)
            except ConnectionRefusedError:
                continue
            for _ in range(self.copies(number)):
                self.near.sendto(datagram, self.client)


class LossyNetworks(unittest.TestCase):
    def runtimes(self):
        for worker in sorted(BIN.glob("unblock-worker-*")):
            name = worker.name.removeprefix("unblock-worker-")
            listed = subprocess.run([worker, "--unblock_describe", f"--unblock_case={CASE}"], capture_output=True, text=True, timeout=60)
            cells = json.loads(listed.stdout)["cells"] if listed.returncode == 0 else []
            if any(cell["name"] == f"{name}/{CASE}" and not cell["not_applicable"] for cell in cells):
                yield name

    def run_through(self, runtime, relay):
        with tempfile.TemporaryDirectory() as folder:
            out, side = pathlib.Path(folder, "out.json"), pathlib.Path(folder, "side.json")
            subprocess.run([BIN / f"unblock-worker-{runtime}", f"--unblock_case={CASE}", f"--benchmark_filter=^{runtime}/{CASE}/", "--benchmark_min_time=0.000001",
                            f"--unblock_port={relay.port}", f"--unblock_side={side}", f"--benchmark_out={out}", "--benchmark_out_format=json"],
                           capture_output=True, timeout=120)
            (row,) = json.loads(out.read_text())["benchmarks"]
            return row, json.loads(side.read_text())["claim"]

    def test_what_is_lost_and_doubled_is_counted_and_the_work_is_done(self):
        for runtime in self.runtimes():
            with self.subTest(runtime):
                target = Target()
                self.addCleanup(target.stop)
                relay = Relay(target.port, lose=1500, double=700)
                row, claim = self.run_through(runtime, relay)
                self.assertNotIn("error_message", row)
                self.assertEqual(row["operations"], 4096)
                self.assertGreater(row["lost_share"], 0)
                self.assertGreater(row["dropped_share"], 0)
                report = target.report()
                self.assertGreater(claim["datagrams_out"], 2 * 4096, "what was lost is asked once more")
                self.assertLess(report["datagrams_in"], claim["datagrams_out"] + claim["datagrams_dropped"])

    def test_a_target_that_never_answers_is_one_sentence(self):
        target = Target()
        self.addCleanup(target.stop)
        row, _ = self.run_through("epoll", Relay(target.port, lose=1))
        self.assertEqual(row["error_message"], "wrong work: no answer came over UDP within 3 s: is the target's port open for it on the way?")


if __name__ == "__main__":
    unittest.main()
