"""failing_gather: one of N requests fails. gather(return_exceptions=True) collects all; a TaskGroup cancels the others at once."""
import asyncio

from workloads.exchange import Exchange, wait_exchange

BYTES = 64


class Refused(Exception):
    """Of the request that fails, so that nothing else is taken for it."""


async def _gather(coroutines):
    for result in await asyncio.gather(*coroutines, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


async def _task_group(coroutines):
    try:
        async with asyncio.TaskGroup() as group:
            for coroutine in coroutines:
                group.create_task(coroutine)
    except ExceptionGroup as group:
        refused, others = group.split(Refused)
        raise others or refused.exceptions[0] from None


class Pass:
    def __init__(self, context, client):
        self._context, self._client = context, client
        self._good = wait_exchange(context, context.arguments["delay_us"], BYTES)
        self._bad = Exchange(context, "/status/500", b"")
        self.others = context.arguments["requests"] - 1
        self.sent = self.finished = self.stopped = self.failed_ns = 0

    def _count_sent(self):
        self.sent += 1

    async def good(self):
        try:
            self._good.check(*await self._client.get_telling(self._good.url, self._count_sent))
            self.finished += 1
        except asyncio.CancelledError:
            self.stopped += 1
            raise

    async def bad(self):
        """Fails when all others are under way, so that it is known what the target has seen of them."""
        while self.sent < self.others:
            await asyncio.sleep(0.001)
        status, _ = await self._client.get(self._bad.url)
        self.failed_ns = self._context.now_ns()
        raise Refused(f"status {status}")

    def claim(self):
        self._good.claim(self.others)
        self._bad.claim(1)


async def run(context, client):
    work = Pass(context, client)
    join = _task_group if context.arguments["fail_fast"] else _gather
    known_ns = 0
    context.start()
    try:
        await join([work.good() for _ in range(work.others)] + [work.bad()])
    except Refused:
        known_ns = context.now_ns()
    context.stop()
    if known_ns:
        context.record(known_ns - work.failed_ns)
    else:
        context.fail("the error of the failing request did not reach the caller")
    if work.finished + work.stopped != work.others:
        context.fail("some of the other requests were neither finished nor stopped")
    context.measure("others_finished", work.finished)
    context.measure("others_stopped", work.stopped)
    context.operations(work.others + 1)
    work.claim()
