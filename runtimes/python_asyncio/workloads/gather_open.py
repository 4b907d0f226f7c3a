"""gather_open, keepalive_open: requests on a schedule that does not wait for answers; latency counts from the intended start."""
import asyncio

from workloads.exchange import wait_exchange
from workloads.schedule import OpenLoop


async def run(context, client):
    await get_on_schedule(context, client, OpenLoop(context), context.arguments["requests"], 0)


async def get_on_schedule(context, client, loop, tasks, delay_us):
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])

    async def get(first):
        for number in range(first, len(loop.due_ns), tasks):
            intended_ns = await loop.wait_until_due(number)
            sent_ns = context.now_ns()
            status, body = await client.get(exchange.url)
            answered_ns = context.now_ns()
            context.record(answered_ns - intended_ns)
            context.record_uncorrected(answered_ns - sent_ns)
            exchange.check(status, body)

    context.start()
    await asyncio.gather(*(get(first) for first in range(tasks)))
    context.stop()
    loop.finish()
    exchange.claim(len(loop.due_ns))
