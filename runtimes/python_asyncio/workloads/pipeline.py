"""pipeline: items stream in from one server, and for each a second is called by a task of its own."""
import asyncio

from workloads.events import Events
from workloads.exchange import wait_exchange

BYTES = 64


async def run(context, client):
    items = context.arguments["items"]
    events = Events(context, items, context.arguments["interval_us"])
    exchange = wait_exchange(context, context.arguments["delay_us"], BYTES)

    async def call(item_ns):
        """Latency: from the moment that the schedule had for the item until the second server has answered."""
        status, body = await client.get(exchange.url)
        context.record(context.now_ns() - item_ns)
        exchange.check(status, body)

    called = 0
    context.start()
    async with asyncio.TaskGroup() as group:
        async for line in client.lines(events.url):
            if line:
                group.create_task(call(events.parse(line, called)[0]))
                called += 1
    context.stop()
    if called != items:
        context.fail("the stream did not bring all its items")
    context.operations(called)
    events.exchange.claim(1)
    exchange.claim(called)
