"""A task that wants to go on every millisecond: how late it is shows what the others do to the thread."""
import asyncio

TICK_S = 0.001


async def tick(context, done, most):
    """Until done() or `most` times. Returns how often."""
    ticks = 0
    while ticks < most and not done():
        due_ns = context.now_ns() + 1_000_000
        await asyncio.sleep(TICK_S)
        context.record(context.now_ns() - due_ns)
        ticks += 1
    return ticks
