"""The Python guests: which loop, which HTTP library, which workloads. A library is imported only when a cell needs it."""
import asyncio
import importlib

import reasons
from drivers import AsyncioDriver, BlockingDriver
from reasons import Library

# Workloads by module in workloads/. Those over HTTP take a client, the others only the loop.
LOOP_WORKLOADS = ("sleep", "echo", "echo_open", "spawn", "connect", "post", "yield", "startup", "background", "cancel", "timeout",
                  "stall", "cpu", "file_read", "blocking_http")
HTTP_WORKLOADS = ("gather", "gather_open", "keepalive", "keepalive_open", "sequence", "bounded", "failing_gather", "stream",
                  "pipeline")
BLOCKING_WORKLOADS = ("gather", "sequence")  # in workloads/blocking/: one request after another


class Flavour:
    def __init__(self, workloads, library=None, elsewhere=(), new_loop=asyncio.new_event_loop, client=None, blocking=False, wires=("tls",)):
        self._workloads, self._library, self._elsewhere = workloads, library, elsewhere
        self._new_loop, self._client, self._blocking, self._wires = new_loop, client, blocking, wires

    def why_not(self, workload, arguments):
        """Reason for n/a; empty: it runs; None: not listed."""
        if workload in self._elsewhere:
            return "asyncio has no HTTP client of its own: see python_httpx and python_aiohttp"
        if workload not in self._workloads:
            return None
        missing = reasons.old_python() or (self._library.why_not() if self._library else "")
        missing = missing or reasons.of_wire(arguments.get("wire"), workload, self._wires)
        if missing:
            return missing
        check = reasons.one_after_another if self._blocking else reasons.OF_WORKLOAD.get(workload)
        return check(arguments) if check else ""

    def driver(self, cell):
        kind = "blocking." if self._blocking else ""
        module = importlib.import_module(f"workloads.{kind}{cell.workload}")
        if self._blocking:
            return BlockingDriver(module.run)
        if cell.workload == "startup":  # makes loops of its own, and none may run around it
            return BlockingDriver(lambda context: module.run(context, self._new_loop))
        client = importlib.import_module(f"clients.{self._client}").open_client if self._client else None
        return AsyncioDriver(module.run, self._new_loop, client)


def _uvloop():
    import uvloop

    return uvloop.new_event_loop()


FLAVOURS = {
    "python_asyncio": Flavour(LOOP_WORKLOADS, elsewhere=HTTP_WORKLOADS, wires=("tls", "unix")),
    "python_uvloop": Flavour(LOOP_WORKLOADS, Library("uvloop", (0, 17), "python3-uvloop"), HTTP_WORKLOADS, new_loop=_uvloop),
    "python_httpx": Flavour(HTTP_WORKLOADS, Library("httpx", (0, 23), "python3-httpx"), client="httpx_client"),
    "python_aiohttp": Flavour(HTTP_WORKLOADS, Library("aiohttp", (3, 8), "python3-aiohttp"), client="aiohttp_client"),
    "python_requests": Flavour(BLOCKING_WORKLOADS, reasons.REQUESTS, blocking=True),
}
