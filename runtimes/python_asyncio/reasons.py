"""Why a cell cannot run here: a library that is missing or too old, a pass that would take too long."""
import sys
from importlib import metadata

OLDEST_PYTHON = (3, 11)  # asyncio.Runner, TaskGroup and timeout()
LONGEST_PASS_S = 3       # as in bench/workloads/workload.h
ROUND_S = 0.2e-6         # what a round of `cpu` takes CPython, about


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


REQUESTS = Library("requests", (2, 28), "python3-requests")


def old_python():
    if sys.version_info >= OLDEST_PYTHON:
        return ""
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old, 3.11 is needed: apt-get install python3"


NO_WIRE = {
    "udp": "UDP is not written for this guest",
    "tls_resumed": "asyncio cannot be given a TLS session to resume",
    "unix": "uvloop cannot name the target's socket, which is in Linux' abstract namespace",
}


def of_wire(wire, workload, wires):
    """Wires beside TCP are written for the workloads that need no HTTP library."""
    if wire and workload not in ("echo", "connect"):
        return "this guest speaks other wires than TCP only where it needs no HTTP library"
    return NO_WIRE[wire] if wire and wire not in wires else ""


def one_after_another(arguments):
    """For what waits in place."""
    total_s = arguments["requests"] * arguments["delay_us"] / 1e6
    if total_s <= LONGEST_PASS_S:
        return ""
    return f"{arguments['requests']} waits of {arguments['delay_us'] / 1e6:g} s one after another take {total_s:g} s"


def _cpu(arguments):
    total_s = arguments["tasks"] * arguments["megarounds"] * 1e6 * ROUND_S
    if total_s <= LONGEST_PASS_S:
        return ""
    return f"{arguments['tasks']} times {arguments['megarounds']} million rounds take CPython about {total_s:g} s"


def _blocking_http(arguments):
    return REQUESTS.why_not() or ("" if arguments["offload"] else one_after_another(arguments))


def _cancel(arguments):
    return "" if arguments["wait"] <= 4 else "wait: 0 sleeping, 1 connecting, 2 reading, 3 writing, 4 queued"


def _file_read(arguments):
    return "" if arguments["bytes"] and arguments["bytes"] % 4096 == 0 else "bytes: a multiple of 4096"


# By workload, for those with conditions of their own.
OF_WORKLOAD = {
    "sequence": one_after_another,
    "cpu": _cpu,
    "blocking_http": _blocking_http,
    "cancel": _cancel,
    "file_read": _file_read,
}
