"""yield: suspend and resume, by sleep(0)."""
import asyncio

PER_PASS = 50_000


async def run(context):
    tasks = context.arguments["tasks"]
    times = max(PER_PASS // tasks, 1)
    turns = [0] * tasks

    async def take_turns(task):
        for _ in range(times):
            await asyncio.sleep(0)
            turns[task] += 1

    context.start()
    await asyncio.gather(*(take_turns(task) for task in range(tasks)))
    context.stop()
    if turns != [times] * tasks:
        context.fail("a task did not come back from every suspension")
    context.operations(tasks * times)
