"""echo_open: echo on a schedule that does not wait for answers; latency counts from the intended start."""
import asyncio

from workloads.connections import close_all, open_all
from workloads.schedule import OpenLoop
from workloads.traffic import message


async def run(context):
    connections, size = context.arguments["connections"], context.arguments["bytes"]
    loop = OpenLoop(context)
    pairs = await open_all(context, connections)

    async def converse(first):
        (reader, writer), text = pairs[first], message(first, size)
        for number in range(first, len(loop.due_ns), connections):
            intended_ns = await loop.wait_until_due(number)
            sent_ns = context.now_ns()
            writer.write(text)
            await writer.drain()
            answer = await reader.readexactly(size)
            answered_ns = context.now_ns()
            context.record(answered_ns - intended_ns)
            context.record_uncorrected(answered_ns - sent_ns)
            if answer != text:
                context.fail("an echo came back changed")

    context.start()
    await asyncio.gather(*(converse(first) for first in range(connections)))
    context.stop()
    await close_all(pairs)
    loop.finish()
    context.claim.echo_dealt_out(connections, size, len(loop.due_ns))
