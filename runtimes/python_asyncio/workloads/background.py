"""background: create_task, and the caller goes on. What has become of the tasks when it ends."""
import asyncio

from workloads.unwaited import report_unwaited


async def run(context):
    tasks, wait_ms = context.arguments["tasks"], context.arguments["wait_ms"]
    finished = 0

    async def work():
        nonlocal finished
        await asyncio.sleep(wait_ms / 1e3)
        finished += 1

    context.start()
    began_ns = context.now_ns()
    started = [asyncio.create_task(work()) for _ in range(tasks)]
    held_up_ns = context.now_ns() - began_ns
    await asyncio.sleep(context.arguments["caller_ms"] / 1e3)
    context.stop()
    context.measure("unfinished_when_caller_ended", tasks - finished)
    await asyncio.gather(*started)
    if finished != tasks:
        context.fail("a background task never finished, though it was joined")
    report_unwaited(context)
    context.record(held_up_ns)
    context.operations(tasks)
    context.waits(tasks * wait_ms * 1_000_000)
