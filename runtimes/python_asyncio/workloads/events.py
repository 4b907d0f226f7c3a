"""The server-sent events of the target's /stream: `data: <sequence> <intended_ns> <sent_ns> <padding>`. No I/O here."""
from workloads.exchange import Exchange, pattern

EVENT_BYTES = 128
PATTERN = pattern(EVENT_BYTES)[:EVENT_BYTES].decode()


class Events:
    def __init__(self, context, count, interval_us):
        self._context, self._count = context, count
        self.exchange = Exchange(context, f"/stream/{count}/{interval_us}/{EVENT_BYTES}", b"")
        self.url = self.exchange.url

    def parse(self, line, sequence):
        """(intended_ns, sent_ns) of event `sequence`, which must be the one that was asked for."""
        name, number, intended_ns, sent_ns, padding = line.split(" ", 4)
        whole = len(line) == EVENT_BYTES - 2 and padding == PATTERN[:len(padding)]
        if name != "data:" or int(number) != sequence or not whole:
            self._context.fail(f"event {sequence} of the stream is not the one that was asked for")
        return int(intended_ns), int(sent_ns)
