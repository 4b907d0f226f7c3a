"""connect: open, use once, close, again and again."""
import asyncio

from workloads.traffic import message

BYTES = 16


async def _churn(context, messages):
    for text in messages:
        began_ns = context.now_ns()
        reader, writer = await context.wire.connect()
        writer.write(text)
        await writer.drain()
        answer = await reader.readexactly(BYTES)
        writer.close()
        await writer.wait_closed()
        context.record(context.now_ns() - began_ns)
        if answer != text:
            context.fail("an echo came back changed")


async def run(context):
    tasks, connections = context.arguments["tasks"], context.arguments["connections"]
    messages = [message(connection, BYTES) for connection in range(connections)]
    context.start()
    await asyncio.gather(*(_churn(context, messages[first::tasks]) for first in range(tasks)))
    context.stop()
    context.operations(connections)
    context.claim.echo(connections, BYTES, 1)
