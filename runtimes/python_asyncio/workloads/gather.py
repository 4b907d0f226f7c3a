"""gather: N HTTP GETs at once on one client, as the guide's production pattern has it."""
import asyncio

from workloads.exchange import gets_per_task, timed_get, wait_exchange


async def run(context, client):
    tasks, delay_us = context.arguments["requests"], context.arguments["delay_us"]
    times = gets_per_task(delay_us, tasks)
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])

    async def get(task):
        for _ in range(times):
            await timed_get(context, client, exchange, task)

    context.start()
    await asyncio.gather(*(get(task) for task in range(tasks)))
    context.stop()
    exchange.settle(tasks * times, delay_us)
