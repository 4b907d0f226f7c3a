"""One life of a worker: the target it talks to, the contexts of its cells, the side file."""
import json
import os
import platform
import time
from urllib.parse import urlsplit

from protocol import target, usage
from protocol.context import Context
from protocol.errors import InputError
from protocol.wire import Wire

KEPT_SPANS = 4096


class Session:
    """`make_driver(cell)` gives what runs the passes of a cell: run(context) and close()."""

    def __init__(self, runtime, options, make_driver):
        self._runtime, self._options, self._make_driver = runtime, options, make_driver
        self._own_target = None
        self._cell = self._driver = self.context = None
        self._spans = []
        self.startup_ms = None
        self.overhead_syscalls = 0

    def open(self, cell):
        """The context of a cell, made and warmed up at the first call; on later calls the same one, cleared."""
        if self._cell is cell:
            self.context.clear()
            return self.context
        self._close_driver()
        server = self._options.server if cell.speaks_http and self._options.server else None
        arguments, address = dict(map(tuple, cell.arguments)), self._address(cell, server)
        self.context = Context(arguments, address, server, self._options.syscall_counter)
        certificate = self._own_target.certificate if self._own_target else self._options.certificate
        self.context.wire = Wire(arguments.get("wire"), address, certificate, self.context)
        self._cell, self._spans = cell, []
        self._driver = self._make_driver(cell)
        self.context.note("idiom", "idiomatic")
        self.context.note("interpreter", f"{platform.python_implementation()} {platform.python_version()}")
        if server:
            self.context.note("target", f"{server}, its work checked by the client only")
        self._measure_startup()
        self._warm_up(cell)
        return self.context

    def run_pass(self):
        self._driver.run(self.context)
        self.context.end_pass()

    def _address(self, cell, server):
        if not cell.needs_target:
            return None
        if server:
            parts = urlsplit(server)
            if parts.scheme != "http" or not parts.hostname:
                raise InputError(f"target '{server}': an address like http://HOST:PORT/PATH is expected")
            return parts.hostname, parts.port or 80
        if self._options.port:
            return self._options.address, self._options.port
        if self._own_target is None:
            self._own_target = target.OwnTarget()
        self._own_target.reset()
        return "127.0.0.1", self._own_target.port

    def _measure_startup(self):
        """From the launcher's first line to here: interpreter, imports, flags. Once, before the first pass."""
        launched_us = os.environ.get("UNBLOCK_LAUNCHED_US", "")
        if self.startup_ms is None and launched_us.isdigit():
            self.startup_ms = time.time_ns() / 1e6 - int(launched_us) / 1e3

    def _warm_up(self, cell):
        context = self.context
        context.start()
        context.stop()
        self.overhead_syscalls = context.usage[4]
        context.clear()
        context.threads = 0
        if cell.once:
            return
        context.spans_kept = KEPT_SPANS if self._options.spans else 0
        self.run_pass()
        self._spans, context.spans_kept = context.spans, 0
        context.clear()

    def verify(self):
        """Where this worker owns the target, compares the claim with its count. Empty: they agree."""
        if self._own_target is None or not self._cell.needs_target or self.context.real_server:
            return ""
        claim = self.context.claim
        return target.disagreement(claim, self.context.wire.figures(), target.digest_of(claim.work), self._own_target.report())

    def finish(self):
        """Ends what runs, then writes the side file, if one was asked for."""
        self._close_driver()
        if self._own_target:
            self._own_target.stop()
        if not self._options.side_file:
            return
        side = {"runtime": self._runtime}
        if self.context:
            side.update(self._side())
        write_file(self._options.side_file, json.dumps(side))

    def _side(self):
        context, claim = self.context, self.context.claim
        counted = not context.real_server
        return {
            "cell": self._cell.name,
            "claim": {
                "connections": claim.connections,
                **context.wire.figures(),
                "requests": claim.requests,
                "bytes_out": claim.bytes_out,
                "bytes_in": claim.bytes_in,
                "digest": target.digest_of(claim.work if counted else {}),
            },
            "configuration": context.configuration,
            "latency": context.latency.rows(),
            "uncorrected": context.uncorrected.rows(),
            "failure": context.failure,
            "spans": self._spans,
        }

    def _close_driver(self):
        if self._driver:
            self._driver.close()
        self._driver = None


def write_file(path, text):
    """The whole file or none of it."""
    part = f"{path}.part"
    try:
        with open(part, "w") as file:
            file.write(text)
        os.replace(part, path)
    except OSError as error:
        raise InputError(f"cannot write '{path}': {error.strerror}") from error
