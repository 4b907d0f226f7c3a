"""keepalive_open: a rate of requests over keep-alive connections, behind an upstream that takes its time."""
from workloads.gather_open import get_on_schedule
from workloads.schedule import OpenLoop


async def run(context, client):
    loop = OpenLoop(context, context.arguments["pass_ms"] / 1e3)
    await get_on_schedule(context, client, loop, context.arguments["connections"], context.arguments["delay_us"])
