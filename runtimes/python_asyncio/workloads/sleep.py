"""sleep: N waits at once, one thread."""
import asyncio

# A timer of asyncio never fires early; libuv's (uvloop) counts whole milliseconds of a cached clock.
EARLY_NS = 1_000_000


async def run(context):
    tasks, wait_ms = context.arguments["tasks"], context.arguments["wait_ms"]
    woken = bytearray(tasks)

    async def wait(task):
        await asyncio.sleep(wait_ms / 1e3)
        woken[task] += 1

    context.start()
    await asyncio.gather(*(wait(task) for task in range(tasks)))
    context.stop()
    if woken.count(1) != tasks:
        context.fail("not every task woke up exactly once")
    if context.elapsed_ns < wait_ms * 1_000_000 - EARLY_NS:
        context.fail("the waits were over before their time")
    context.operations(tasks)
    context.waits(tasks * wait_ms * 1_000_000)
