"""gather: N HTTP GETs at once on one client, as the guide's production pattern has it."""
import asyncio

from workloads.exchange import gets_per_task, wait_exchange


async def run(context, client):
    tasks, delay_us = context.arguments["requests"], context.arguments["delay_us"]
    times = gets_per_task(delay_us, tasks)
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])

    async def get(task):
        for _ in range(times):
            sent_ns = context.now_ns()
            status, body = await client.get(exchange.url)
            answered_ns = context.now_ns()
            context.record(answered_ns - sent_ns)
            context.record_span(task, sent_ns, answered_ns)
            exchange.check(status, body)

    context.start()
    await asyncio.gather(*(get(task) for task in range(tasks)))
    context.stop()
    context.operations(tasks * times)
    context.waits(tasks * times * delay_us * 1000)
    exchange.claim(tasks * times)
