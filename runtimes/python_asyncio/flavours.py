"""The Python guests: which loop, which HTTP library, which workloads. A library is imported only when a cell needs it."""
import asyncio
import importlib
import sys
from importlib import metadata

from drivers import AsyncioDriver, BlockingDriver

OLDEST_PYTHON = (3, 11)  # asyncio.Runner, TaskGroup and timeout()

# Workloads by module in workloads/. Those over HTTP take a client, the others only the loop.
LOOP_WORKLOADS = ("sleep", "echo", "spawn", "connect")
HTTP_WORKLOADS = ("gather",)
BLOCKING_WORKLOADS = ("gather",)

LONGEST_PASS_S = 3  # as in bench/workloads/workload.h, for what waits in place


class Library:
    """A Python package, the oldest version that will do, and its Debian package."""

    def __init__(self, name, oldest, debian):
        self.name, self.oldest, self.debian = name, oldest, debian

    def why_not(self):
        try:
            version = metadata.version(self.name)
        except metadata.PackageNotFoundError:
            return f"{self.name} is missing for {sys.executable}: apt-get install {self.debian}"
        numbers = tuple(int(part) if part.isdigit() else 0 for part in version.split("."))
        if numbers < self.oldest:
            oldest = ".".join(map(str, self.oldest))
            return f"{self.name} {version} is too old, {oldest} is needed: apt-get install {self.debian}"
        return ""


def _one_after_another(arguments):
    total_s = arguments["requests"] * arguments.get("delay_us", 0) / 1e6
    if total_s <= LONGEST_PASS_S:
        return ""
    wait_s = arguments["delay_us"] / 1e6
    return f"{arguments['requests']} waits of {wait_s:g} s one after another take {total_s:g} s"


class Flavour:
    def __init__(self, workloads, library=None, elsewhere=(), new_loop=asyncio.new_event_loop, client=None, blocking=False):
        self._workloads, self._library, self._elsewhere = workloads, library, elsewhere
        self._new_loop, self._client, self._blocking = new_loop, client, blocking

    def why_not(self, workload, arguments):
        """Reason for n/a; empty: it runs; None: not listed."""
        if workload in self._elsewhere:
            return "asyncio has no HTTP client of its own: see python_httpx and python_aiohttp"
        if workload not in self._workloads:
            return None
        if sys.version_info < OLDEST_PYTHON:
            return f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old, 3.11 is needed: apt-get install python3"
        missing = self._library.why_not() if self._library else ""
        return missing or (_one_after_another(arguments) if self._blocking else "")

    def driver(self, cell):
        kind = "blocking." if self._blocking else ""
        workload = importlib.import_module(f"workloads.{kind}{cell.workload}").run
        if self._blocking:
            return BlockingDriver(workload)
        client = importlib.import_module(f"clients.{self._client}").open_client if self._client else None
        return AsyncioDriver(workload, self._new_loop, client)


def _uvloop():
    import uvloop

    return uvloop.new_event_loop()


FLAVOURS = {
    "python_asyncio": Flavour(LOOP_WORKLOADS, elsewhere=HTTP_WORKLOADS),
    "python_uvloop": Flavour(LOOP_WORKLOADS, Library("uvloop", (0, 17), "python3-uvloop"), HTTP_WORKLOADS, new_loop=_uvloop),
    "python_httpx": Flavour(HTTP_WORKLOADS, Library("httpx", (0, 23), "python3-httpx"), client="httpx_client"),
    "python_aiohttp": Flavour(HTTP_WORKLOADS, Library("aiohttp", (3, 8), "python3-aiohttp"), client="aiohttp_client"),
    "python_requests": Flavour(BLOCKING_WORKLOADS, Library("requests", (2, 28), "python3-requests"), blocking=True),
}
