"""A GET that is the same every time, and what its answer must be. Knows no HTTP library."""


def pattern(size):
    """The bytes that every body of the target is made of: abc…zabc…"""
    alphabet = bytes(range(ord("a"), ord("z") + 1))
    return (alphabet * (size // 26 + 1))[:size]


class Exchange:
    def __init__(self, context, path, body):
        self._context, self._path = context, path
        host, port = context.target
        host = f"[{host}]" if ":" in host else host
        self.url = context.real_server or f"http://{host}:{port}{path}"
        self._body = None if context.real_server else body

    def check(self, status, body):
        """A real server's first answer is what the others must be."""
        if status != 200:
            self._context.fail(f"the answer has status {status} and not 200")
        elif self._body is None:
            self._body = body
        elif body != self._body:
            self._context.fail("the body is not what was asked for")

    def settle(self, count, delay_us):
        """After a pass of `count` exchanges that each waited `delay_us`."""
        self._context.operations(count)
        if not self._context.real_server:
            self._context.waits(count * delay_us * 1000)
        self.claim(count)

    def claim(self, count):
        if not self._context.real_server:
            self._context.claim.request(self._path, count)


def wait_exchange(context, delay_us, size):
    """An answer of `size` bytes after `delay_us`."""
    return Exchange(context, f"/wait/{delay_us}/{size}", pattern(size))


def gets_per_task(delay_us, tasks):
    """One where the server lets them wait, many where there is nothing to wait for: 256 a pass, about a quarter of a second."""
    return 1 if delay_us > 0 else max(256 // tasks, 1)


async def timed_get(context, client, exchange, task):
    """One GET, its latency and its place in the timeline."""
    sent_ns = context.now_ns()
    status, body = await client.get(exchange.url)
    answered_ns = context.now_ns()
    context.record(answered_ns - sent_ns)
    context.record_span(task, sent_ns, answered_ns)
    exchange.check(status, body)
