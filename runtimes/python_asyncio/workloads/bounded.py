"""bounded: gather with asyncio.Semaphore around every request."""
import asyncio

from workloads.exchange import timed_get, wait_exchange

BYTES = 64


async def run(context, client):
    requests, delay_us = context.arguments["requests"], context.arguments["delay_us"]
    exchange = wait_exchange(context, delay_us, BYTES)
    places = asyncio.Semaphore(context.arguments["limit"])

    async def get(task):
        async with places:
            await timed_get(context, client, exchange, task)

    context.start()
    await asyncio.gather(*(get(task) for task in range(requests)))
    context.stop()
    exchange.settle(requests, delay_us)
