"""What a workload measures with: its arguments, its clock, where results go and what it claims to have done."""
import os
import socket
import time

from protocol import usage
from protocol.histogram import Histogram


class Claim:
    """What this worker says it did to the target; the target's own count must agree."""

    def __init__(self):
        self.connections = 0
        self.requests = 0
        self.bytes_out = 0  # 0 with requests: not claimed, an HTTP library writes headers of its own
        self.bytes_in = 0
        self.work = {}      # what `unblock-digest` makes the digest of: {"request:/wait/0/64": how often}

    def request(self, path, count):
        self.requests += count
        self._add(f"request:{path}", count)

    def echo(self, connections, size, repeats, times=1):
        """`repeats` messages of `size` bytes on each of `connections` connections."""
        self.bytes_out += times * connections * size * repeats
        self.bytes_in += times * connections * size * repeats
        self._add(f"echo:{connections}:{size}:{repeats}", times)

    def echo_dealt_out(self, connections, size, messages):
        """`messages` in turn over the connections: the first few of these send one more than the others."""
        repeats, extra = divmod(messages, connections)
        self.echo(connections, size, repeats)
        if extra:
            self.echo(extra, size, repeats + 1)
            self.echo(extra, size, repeats, -1)

    def _add(self, item, count):
        self.work[item] = self.work.get(item, 0) + count


class Context:
    def __init__(self, arguments, target, real_server=None, syscall_counter=-1):
        self.arguments = arguments    # {"tasks": 100, "wait_ms": 10}
        self.target = target          # (host, port)
        self.wire = None              # to the target; the session sets it
        self.real_server = real_server  # the URL of --unblock_server, or None
        self.claim = Claim()
        self.configuration = {}
        self.failure = ""
        self.threads = 0
        self.spans_kept = 0
        self._syscall_counter = syscall_counter
        self._samples, self._uncorrected_samples = [], []
        self.latency, self.uncorrected = Histogram(), Histogram()
        self.spans = []
        # The two that are called between timestamps are bound methods of a list: nothing cheaper can be had here.
        self.record = self._samples.append                          # one latency in ns
        self.record_uncorrected = self._uncorrected_samples.append  # open loop: from the actual start
        self._measured = {}
        self.clear()

    now_ns = staticmethod(time.perf_counter_ns)  # CLOCK_MONOTONIC

    def start(self):
        """The timed part of a pass lies between start() and stop()."""
        self._usage_at_start = usage.now(self._syscall_counter)
        self.started_ns = self.now_ns()

    def stop(self):
        self.elapsed_ns = self.now_ns() - self.started_ns
        after = usage.now(self._syscall_counter)
        self.usage = [total + b - a for total, a, b in zip(self.usage, self._usage_at_start, after)]
        self.total_elapsed_ns += self.elapsed_ns
        if self.threads == 0:
            self.threads = usage.live_threads()
            self.note("kernel objects", _kernel_objects())

    def end_pass(self):
        """Folds what the pass recorded into the histograms."""
        self.latency.record_all(self._samples)
        self.uncorrected.record_all(self._uncorrected_samples)
        self._samples.clear()
        self._uncorrected_samples.clear()

    def record_span(self, task, start_ns, end_ns):
        if len(self.spans) < self.spans_kept:
            self.spans.append([task, start_ns - self.started_ns, end_ns - self.started_ns])

    def operations(self, count):
        self.total_operations += count

    def waits(self, total_ns):
        """The sum of the waits of this pass, for the overlap factor."""
        self.total_waits_ns += total_ns

    def measure(self, name, value):
        """A figure of this pass beside time and latency; the counter is the mean over the passes."""
        total, passes = self._measured.get(name, (0, 0))
        self._measured[name] = (total + value, passes + 1)

    def closed_loop(self, count, think_ns):
        """After stop(), where `count` operations are always under way: what was measured must agree (Little's law)."""
        busy_ns = sum(self._samples) + len(self._samples) * think_ns
        self.measure("in_flight_share", busy_ns / self.elapsed_ns / count)

    def measured(self):
        return {name: total / passes for name, (total, passes) in self._measured.items()}

    def fail(self, sentence):
        """The work came out wrong; the first sentence is kept."""
        self.failure = self.failure or sentence

    def note(self, key, value):
        self.configuration[key] = str(value)

    def inspect(self, connected):
        """Reads the real settings of a connected socket, once."""
        if "TCP_NODELAY" in self.configuration or connected.family == socket.AF_UNIX:
            return
        self.note("TCP_NODELAY", "on" if connected.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) else "off")
        self.note("SO_SNDBUF", connected.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF))
        self.note("SO_RCVBUF", connected.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF))

    def forget_latency(self):
        """For a pass whose first part is a rehearsal."""
        self._samples.clear()

    def clear(self):
        """Forgets what earlier passes measured; the claim and the configuration stay."""
        self._samples.clear()
        self._uncorrected_samples.clear()
        self.latency.clear()
        self.uncorrected.clear()
        self._measured.clear()
        self.total_operations = 0
        self.total_waits_ns = 0
        self.elapsed_ns = self.total_elapsed_ns = 0
        self.usage = [0] * len(usage.FIELDS)


def _kernel_objects():
    """What the kernel holds for this process beside files and sockets: "[eventpoll]", …"""
    kinds = set()
    for entry in os.listdir("/proc/self/fd"):
        try:
            link = os.readlink(f"/proc/self/fd/{entry}")
        except OSError:  # the descriptor of this very listing is gone by now
            continue
        if link.startswith("anon_inode:") and "perf" not in link:
            kinds.add(link[len("anon_inode:"):])
    return ", ".join(sorted(kinds)) or "none"
