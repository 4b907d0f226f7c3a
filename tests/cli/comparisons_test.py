#!/usr/bin/env python3
"""bench/comparisons: a short run of each script gives a row for each of its pairs, from work that was verified."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ["UNBLOCK_BIN"])


def rows(script, *arguments):
    """The table, a row by its first word."""
    done = subprocess.run([sys.executable, ROOT / "bench/comparisons" / script, "--programs", BIN, *arguments], capture_output=True, text=True, timeout=250)
    if done.returncode != 0:
        raise AssertionError(done.stdout + done.stderr)
    return {line.split()[0]: line for line in done.stdout.splitlines()[2:]}


def described(name):
    return subprocess.run([BIN / f"unblock-worker-{name}", "--unblock_describe"], capture_output=True, text=True).stdout


class Comparisons(unittest.TestCase):
    def assert_has_a_ratio(self, row):
        self.assertRegex(row, r" \d+\.\d+ \[\d+\.\d+, \d+\.\d+\]")

    def test_shared_cells_against_native_ones_also_over_tls(self):
        table = rows("shared_against_native.py", "--runtimes", "epoll", "--workloads", "echo,echo_tls,gather", "--blocks", "1", "--seconds", "0.01")
        self.assertEqual(sorted(table), ["epoll/echo", "epoll/echo_tls", "epoll/gather"])
        for row in table.values():
            self.assert_has_a_ratio(row)

    def test_one_runtime_against_another(self):
        table = rows("shared_against_native.py", "--runtimes", "libuv:epoll", "--workloads", "echo", "--blocks", "1", "--seconds", "0.01")
        self.assert_has_a_ratio(table["libuv/echo"])

    @unittest.skipUnless(shutil.which("wrk") and pathlib.Path("/usr/sbin/nginx").exists(), "wrk or nginx is not installed")
    def test_clients_against_wrk(self):
        table = rows("client_against_wrk.py", "--runtimes", "epoll", "--rounds", "1", "--seconds", "1")
        self.assertEqual(sorted(table), ["epoll", "wrk"])
        self.assert_has_a_ratio(table["epoll"])

    @unittest.skipUnless(re.search('"not_applicable": ""', described("tokio")), "the tokio guest is not built")
    def test_the_tokio_guests_against_a_plain_program(self):
        table = rows("tokio_against_plain.py", "--blocks", "1", "--seconds", "0.01")
        self.assertEqual(sorted(table), ["tokio", "tokio_multi"])
        for row in table.values():
            self.assert_has_a_ratio(row)


if __name__ == "__main__":
    unittest.main(verbosity=2)
