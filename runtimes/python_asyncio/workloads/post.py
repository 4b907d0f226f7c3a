"""post: trips through the loop, by call_soon."""
import asyncio

PER_PASS = 50_000


async def run(context):
    posts = context.arguments["posts"]
    rounds = max(PER_PASS // posts, 1)
    loop = asyncio.get_running_loop()
    arrived = 0

    def arrive():
        nonlocal arrived
        arrived += 1

    context.start()
    for _ in range(rounds):
        for _ in range(posts):
            loop.call_soon(arrive)
        await asyncio.sleep(0)  # comes back when they have run
    context.stop()
    if arrived != rounds * posts:
        context.fail("the loop did not call every posted function exactly once")
    context.operations(rounds * posts)
