"""echo: C connections over asyncio's streams, each sends B bytes and waits for them to come back."""
import asyncio

from workloads.connections import close_all, open_all
from workloads.traffic import message, pings_per_connection


async def _ping_pong(context, reader, writer, text, times):
    for _ in range(times):
        sent_ns = context.now_ns()
        writer.write(text)
        await writer.drain()
        answer = await reader.readexactly(len(text))
        context.record(context.now_ns() - sent_ns)
        if answer != text:
            context.fail("an echo came back changed")


async def run(context):
    connections, size = context.arguments["connections"], context.arguments["bytes"]
    times = pings_per_connection(connections)
    messages = [message(connection, size) for connection in range(connections)]
    pairs = await open_all(context, connections)
    context.start()
    await asyncio.gather(*(_ping_pong(context, *pair, text, times) for pair, text in zip(pairs, messages)))
    context.stop()
    context.closed_loop(connections, 0)
    await close_all(pairs)
    context.operations(times * connections)
    context.claim.echo(connections, size, times)
