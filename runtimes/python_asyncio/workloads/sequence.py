"""sequence: gather's requests, each awaited before the next: the 10 of the guide's 10 against 5."""
from workloads.exchange import timed_get, wait_exchange


async def run(context, client):
    requests, delay_us = context.arguments["requests"], context.arguments["delay_us"]
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])
    context.start()
    for task in range(requests):
        await timed_get(context, client, exchange, task)
    context.stop()
    exchange.settle(requests, delay_us)
