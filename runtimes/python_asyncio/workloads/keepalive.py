"""keepalive: clients that ask, think and ask again for a while; latency counts from the moment a request is due."""
import asyncio

from workloads.exchange import wait_exchange


async def run(context, client):
    clients, think_ns = context.arguments["connections"], context.arguments["think_us"] * 1000
    delay_us = context.arguments["delay_us"]
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])
    sent = 0

    async def ask_until(end_ns, due_ns):
        nonlocal sent
        while due_ns < end_ns:
            left_ns = due_ns - context.now_ns()
            if left_ns > 0:
                await asyncio.sleep(left_ns / 1e9)
            sent += 1
            status, body = await client.get(exchange.url)
            answered_ns = context.now_ns()
            context.record(answered_ns - due_ns)
            exchange.check(status, body)
            due_ns = answered_ns + think_ns

    context.start()
    end_ns = context.started_ns + context.arguments["pass_ms"] * 1_000_000
    await asyncio.gather(*(ask_until(end_ns, context.started_ns) for _ in range(clients)))
    context.stop()
    context.closed_loop(clients, think_ns)
    exchange.settle(sent, delay_us)
