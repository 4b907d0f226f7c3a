#!/usr/bin/env python3
"""--target with servers that close, redirect, say too much, are slow or do not accept: measured, or one sentence."""
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import threading
import time
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
GATHER = "gather/requests:2/delay_us:0/bytes:64"
BODY = b"the same words every time"


def answer(status="200 OK", body=BODY, more=""):
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


class Server:
    """On loopback, a thread a connection. `reply(connection, n)` answers the n-th request of a connection; False closes it."""

    def __init__(self, reply, family=socket.AF_INET):
        self.socket = socket.socket(family)
        self.socket.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        self.socket.listen(512)
        self.reply = reply
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        with connection:
            for n in range(1 << 30):
                request = b""
                while b"\r\n\r\n" not in request:
                    part = connection.recv(4096)
                    if not part:
                        return
                    request += part
                try:
                    if self.reply(connection, n) is False:
                        return
                except OSError:
                    return

    def url(self, host="127.0.0.1"):
        return f"http://{host}:{self.socket.getsockname()[1]}/path"


class RealServers(unittest.TestCase):
    def ask(self, server, case, url=None, runtime="epoll"):
        """One cell of a worker against the server: its row, and what it says where there is none."""
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "out.json")
            subprocess.run([BIN / f"unblock-worker-{runtime}", f"--unblock_case={case}", f"--benchmark_filter=^{runtime}/{case}/", "--benchmark_min_time=0.01",
                            f"--unblock_server={url or server.url()}", f"--benchmark_out={out}", "--benchmark_out_format=json"], capture_output=True, timeout=60)
            (row,) = json.loads(out.read_text())["benchmarks"]
            return row

    def measured(self, row):
        self.assertNotIn("error_message", row)
        self.assertGreater(row["ops_per_second"], 0)

    def test_connections_that_the_server_closes_are_opened_again(self):
        def announced(connection, n):
            connection.sendall(answer(more="Connection: close\r\n" if n == 2 else ""))
            return n < 2

        def unannounced(connection, n):
            connection.sendall(answer())
            return n < 2

        for reply in (announced, unannounced):
            row = self.ask(Server(reply), GATHER)
            self.measured(row)
            self.assertGreater(row["reconnects_per_op"], 0.03)

    def test_waits_that_the_server_did_not_heed_are_not_counted(self):
        row = self.ask(Server(lambda connection, n: connection.sendall(answer())), "gather/requests:4/delay_us:5000/bytes:64")
        self.measured(row)
        self.assertNotIn("overlap_factor", row)

    def test_every_workload_over_http_works_open_loops_included(self):
        server = Server(lambda connection, n: connection.sendall(answer()))
        for case in ("gather_open/requests:4/bytes:64/per_second:200/poisson:1", "keepalive/connections:4/delay_us:0/think_us:0/bytes:64/pass_ms:50",
                     "keepalive_open/connections:4/per_second:200/delay_us:0/bytes:64/pass_ms:50", "sequence/requests:3/delay_us:0/bytes:64",
                     "bounded/requests:4/limit:2/delay_us:0"):
            self.measured(self.ask(server, case))

    def test_what_does_not_speak_http_is_refused_in_one_sentence(self):
        server = Server(lambda connection, n: None)
        result = subprocess.run([BIN / "unblock-bench", "run", "--runtime", "epoll", "--workload", "stream", "--target", server.url()], capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 2)
        self.assertIn("'stream' needs answers that only the built-in target gives", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1)

    def test_a_server_that_accepts_nobody_is_said_at_once(self):
        with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
            waiting = [socket.socket() for _ in range(4)]  # more than the queue holds
            for one in waiting:
                self.addCleanup(one.close)
                one.setblocking(False)
                one.connect_ex(full.getsockname())
            result = subprocess.run([BIN / "unblock-bench", "run", "--runtime", "epoll", "--workload", "gather", "--target", f"http://127.0.0.1:{full.getsockname()[1]}/"],
                                    capture_output=True, text=True, timeout=60)
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot connect to the target", result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1)

    def test_a_slow_server_sets_the_pace(self):
        def slow(connection, n):
            time.sleep(0.05)
            connection.sendall(answer())

        self.measured(self.ask(Server(slow), GATHER))  # 65,536 requests a pass would take an hour

    def test_an_ipv6_address(self):
        try:
            server = Server(lambda connection, n: connection.sendall(answer()), socket.AF_INET6)
        except OSError:
            self.skipTest("no IPv6 on this machine")
        self.measured(self.ask(server, GATHER, url=server.url("[::1]")))

    def test_what_a_server_does_wrong_is_said(self):
        replies = {
            "a redirect to http://elsewhere/": answer("302 Found", b"", "Location: http://elsewhere/\r\n"),
            "sent more than it was asked for": answer() + answer(),
            "in the middle of its answer": answer()[:-5],
            "not HTTP": bytes(range(256)),
        }
        for said, bytes_ in replies.items():
            def reply(connection, n, bytes_=bytes_, cut="middle" in said):
                connection.sendall(bytes_)
                return False if cut else None

            self.assertIn(said, self.ask(Server(reply), GATHER)["error_message"])

    def test_answers_that_end_with_the_connection_and_interim_ones(self):
        for bytes_, closes in ((b"HTTP/1.0 200 OK\r\n\r\n" + BODY, True), (b"HTTP/1.1 100 Continue\r\n\r\n" + answer(), False)):
            def reply(connection, n, bytes_=bytes_, closes=closes):
                connection.sendall(bytes_)
                return not closes

            self.measured(self.ask(Server(reply), GATHER))


if __name__ == "__main__":
    unittest.main(verbosity=2)
