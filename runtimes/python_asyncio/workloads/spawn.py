"""spawn: start N tasks and join them."""
import asyncio


async def run(context):
    tasks = context.arguments["tasks"]
    results = [0] * tasks

    async def work(seed):
        results[seed] = seed * 2 + 1

    context.start()
    started = [asyncio.create_task(work(seed)) for seed in range(tasks)]
    await asyncio.gather(*started)
    context.stop()
    if results != [seed * 2 + 1 for seed in range(tasks)]:
        context.fail("a task left the wrong result")
    context.operations(tasks)
