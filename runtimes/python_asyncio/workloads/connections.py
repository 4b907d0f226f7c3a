"""Opening many connections before the clock starts, and closing them after it stopped."""
import asyncio

AT_ONCE = 256  # more than the backlog would wait for lost SYNs


async def open_all(context, count):
    """`count` pairs of (reader, writer)."""
    pairs = []
    while len(pairs) < count:
        batch = min(AT_ONCE, count - len(pairs))
        pairs += await asyncio.gather(*(context.wire.connect() for _ in range(batch)))
    context.inspect(pairs[0][1].get_extra_info("socket"))
    return pairs


async def close_all(pairs):
    for _, writer in pairs:
        writer.close()
    await asyncio.gather(*(writer.wait_closed() for _, writer in pairs))
