#!/usr/bin/env python3
"""--target with a real server: Debian's nginx with a configuration of its own, on loopback."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])
NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")

CONFIGURATION = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; keepalive_requests 1000000;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 "the same words every time"; }}
    location /broken {{ return 500; }}
  }}
}}
"""


class Nginx(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (self.folder / "nginx.conf").write_text(CONFIGURATION.format(folder=self.folder, port=self.port))
        self.server = subprocess.Popen([NGINX, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"])
        self.addCleanup(self.stop)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        self.fail("nginx did not start: " + (self.folder / "error.log").read_text())

    def stop(self):
        self.server.terminate()
        self.server.wait(10)

    def bench(self, path):
        out = self.folder / "results.json"
        result = subprocess.run([BIN / "unblock", "bench", "run", "--runtime", "epoll,asio,libuv,blocking", "--workload", "gather", "--target",
                                 f"http://127.0.0.1:{self.port}{path}", "--rounds", "1", "--min-time", "0.01", "--canary", "0", "--no-counts",
                                 "-o", out], capture_output=True, text=True, timeout=120)
        return result, json.loads(out.read_text())["unblock"]["cells"]

    def test_gather_measures_a_real_server(self):
        result, cells = self.bench("/")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(cells)
        for cell in cells:
            if cell["status"] != "not_applicable":
                self.assertEqual(cell["status"], "measured", cell["reason"])
                self.assertIn("checked by the client only", cell["configuration"]["target"])

    def test_a_server_that_answers_with_an_error_is_no_result(self):
        result, cells = self.bench("/broken")
        self.assertEqual(result.returncode, 2)
        self.assertIn("status is 500", cells[0]["reason"])


if __name__ == "__main__":
    if not NGINX:
        print("skipped: nginx is not installed (apt-get install nginx-light)")
        sys.exit(77)
    unittest.main(verbosity=2)
