"""cpu: tasks that compute beside one that ticks: inline, or in a pool of processes, because threads share one interpreter lock."""
import asyncio
from concurrent.futures import ProcessPoolExecutor

from workloads.ticks import tick

PROCESSES = 4  # as many as the other runtimes' pools have threads
MASK = (1 << 64) - 1


def compute(seed, rounds):
    """xorshift64, as in bench/workloads/computation.h."""
    x = seed | 1
    for _ in range(rounds):
        x ^= x << 13 & MASK
        x ^= x >> 7
        x ^= x << 17 & MASK
    return x


async def run(context):
    tasks, rounds = context.arguments["tasks"], context.arguments["megarounds"] * 1_000_000
    with ProcessPoolExecutor(PROCESSES) as pool:
        loop = asyncio.get_running_loop()
        offload = context.arguments["offload"] != 0
        if offload:
            context.note("pool", f"{PROCESSES} processes, whose CPU time is not in the counters")
            await asyncio.gather(*(loop.run_in_executor(pool, compute, 0, 1) for _ in range(PROCESSES)))

        async def work(seed):
            return await loop.run_in_executor(pool, compute, seed, rounds) if offload else compute(seed, rounds)

        done = False
        context.start()
        ticking = asyncio.create_task(tick(context, lambda: done, 1 << 62))
        results = await asyncio.gather(*(work(seed) for seed in range(tasks)))
        context.stop()
        done = True
        await ticking
    if results[0] != compute(0, rounds):
        context.fail("a computation came out wrong")
    context.operations(tasks)
