#!/usr/bin/env python3
"""Every mistake of the seeded programs is seen, named and told parked from computing, on each kind of loop; and the programs behave as
they do when nobody watches."""
import re
import shutil
import unittest

import watched

MISTAKES = set(re.findall(r"^MISTAKE mistake_(\w+)\(", (watched.PROGRAMS / "mistakes.cc").read_text(), re.MULTILINE))
COMPUTING = {"computation", "sort"}
# What each mistake waits in, where the linter's models know the call by a name that libstdc++ or libc leaves in the program.
CALLS = {"nanosleep": "nanosleep", "usleep": "usleep", "read": "read", "getaddrinfo": "getaddrinfo", "system": "system", "flock": "flock",
         "curl": "curl_easy_perform", "sqlite": "sqlite3_exec", "accept": "accept",
         "future": "std::future::get", "join": "std::thread::join", "sleep_for": "std::this_thread::sleep_for", "mutex": "std::mutex::lock"}


class Seeded(unittest.TestCase):
    def places(self, name):
        """The place of each mistake by its name, and what was seen at all."""
        result, seen = watched.seen([watched.program(name)])
        if result.returncode == 77:
            self.skipTest(result.stdout.strip())
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        matches = [(re.search(r"mistake_(\w+)", watched.culprit(place)), place) for place in seen["places"]]
        return {match.group(1): place for match, place in matches if match}, seen

    def problem(self, mistake, place, own):
        """What is wrong with the place of a mistake; empty when it was seen, named and told apart rightly."""
        if place is None:
            return "was not named"
        if (place["parked_share"] < 0.5) != (mistake in COMPUTING):
            return f"is parked to {place['parked_share']}"
        if mistake in CALLS and place.get("blocked_by") != CALLS[mistake]:
            return f"is blocked by {place.get('blocked_by')}"
        if not place["chain"][place["culprit"]].get("file", "").endswith("mistakes.cc"):
            return "has no file"
        return "" if not own or own in [frame["function"] for frame in place["chain"]] else f"is not reached from {own}"

    def check(self, name, waits_in, own=None):
        # A machine that gives a thread no CPU makes it stall elsewhere too (where it starts a thread or a process), and its watcher blind:
        # what goes wrong again and again is our mistake.
        wrong, seen = dict.fromkeys(MISTAKES, "was not named"), None
        for _ in range(5):
            places, seen = self.places(name)
            wrong = {mistake: problem for mistake in wrong if (problem := self.problem(mistake, places.get(mistake), own))}
            if not wrong:
                break
        self.assertEqual(wrong, {}, seen["places"])
        self.assertEqual({loop["waits_in"] for loop in seen["loops"]}, {waits_in}, seen["loops"])
        self.assertEqual(len(seen["loops"]), 1, seen["loops"])
        return seen

    def test_epoll(self):
        self.check("epoll", "epoll")

    def test_poll(self):
        self.check("poll", "poll")

    def test_select(self):
        self.check("select", "select")

    def test_io_uring(self):
        self.check("io_uring", "io_uring")

    def test_asio_with_the_coroutine_by_its_name(self):
        self.check("asio", "epoll", own="session(asio::basic_waitable_timer)")

    def test_libuv(self):
        self.check("libuv", "epoll", own="on_timer(uv_timer_s*)")

    def test_libevent(self):
        self.check("libevent", "epoll", own="on_timer(int, short, void*)")

    def test_asyncio(self):
        for _ in range(5):
            result, seen = watched.seen(["/usr/bin/python3", watched.PROGRAMS / "asyncio_mistakes.py"])
            self.assertEqual(result.returncode, 0, result.stderr)
            if seen["stall_count"] >= 4:
                break
        self.assertGreaterEqual(seen["stall_count"], 4, result.stderr)
        self.assertTrue(any(place["parked_share"] < 0.5 for place in seen["places"]), seen["places"])
        self.assertTrue(any(place["parked_share"] > 0.5 for place in seen["places"]), seen["places"])

    def test_node(self):
        if not shutil.which("node"):
            self.skipTest("node is not installed")
        result, seen = watched.seen(["node", watched.PROGRAMS / "node_mistakes.js"], threshold="40ms")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertGreaterEqual(seen["stall_count"], 3, result.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
