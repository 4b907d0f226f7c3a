"""timeout: asyncio.timeout around every read, most of them met."""
import asyncio

from workloads.connections import close_all, open_all
from workloads.traffic import message, pings_per_connection

BYTES = 64
MISSED_S = 0.002  # the deadline that nothing can meet, once a connection


async def _converse(context, reader, writer, text, times):
    deadline_s = context.arguments["deadline_ms"] / 1e3
    for _ in range(times):
        sent_ns = context.now_ns()
        writer.write(text)
        await writer.drain()
        async with asyncio.timeout(deadline_s):
            answer = await reader.readexactly(BYTES)
        context.record(context.now_ns() - sent_ns)
        if answer != text:
            context.fail("an echo came back changed")
    try:
        async with asyncio.timeout(MISSED_S):
            await reader.readexactly(BYTES)
    except TimeoutError:
        return
    context.fail("a read that nothing could meet did not time out")


async def run(context):
    connections = context.arguments["connections"]
    times = pings_per_connection(connections)
    messages = [message(connection, BYTES) for connection in range(connections)]
    pairs = await open_all(context, connections)
    context.start()
    await asyncio.gather(*(_converse(context, *pair, text, times) for pair, text in zip(pairs, messages)))
    context.stop()
    await close_all(pairs)
    context.operations((times + 1) * connections)
    context.claim.echo(connections, BYTES, times)
