"""stall: some tasks call time.sleep, the guide's blocking call, and everybody else waits with them."""
import asyncio
import time

from workloads.ticks import TICK_S, tick

TICKS = 50


async def run(context):
    tasks, stall_ms = context.arguments["tasks"], context.arguments["stall_ms"]

    async def block():
        await asyncio.sleep(TICK_S * TICKS / 2)
        time.sleep(stall_ms / 1e3)

    context.start()
    blocking = [asyncio.create_task(block()) for _ in range(context.arguments["stalling"])]
    ticks = await asyncio.gather(*(tick(context, lambda: False, TICKS) for _ in range(tasks)))
    await asyncio.gather(*blocking)
    context.stop()
    if ticks != [TICKS] * tasks:
        context.fail("a task did not go on after every wait")
    context.operations(tasks * TICKS)
