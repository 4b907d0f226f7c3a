"""startup: what asyncio.run costs: a loop is made, runs one task and goes away."""
import asyncio


def run(context, new_loop):
    times = context.arguments["times"]
    done = 0

    async def work():
        nonlocal done
        done += 1

    context.start()
    for _ in range(times):
        began_ns = context.now_ns()
        with asyncio.Runner(loop_factory=new_loop) as runner:
            runner.run(work())
        context.record(context.now_ns() - began_ns)
    context.stop()
    if done != times:
        context.fail("a fresh loop did not run its task")
    context.operations(times)
