"""stream: `async for` over K streams of chunks that arrive on the target's schedule, as an LLM sends tokens."""
import asyncio

from protocol.histogram import Histogram
from workloads.events import Events

LATE_NS = 5_000_000  # a stream is good when its first chunk and every gap are at most this much later than its schedule


class Gaps:
    """What all streams of a pass measure together."""

    def __init__(self):
        self.first, self.between, self.target_late = [], [], []
        self.good = 0

    def report(self, context):
        for name, samples in (("first_chunk", self.first), ("between_chunks", self.between), ("target_late", self.target_late)):
            histogram = Histogram()
            histogram.record_all(samples)
            context.measure(f"{name}_p50_ns", histogram.quantile_ns(0.5))
            context.measure(f"{name}_p99_ns", histogram.quantile_ns(0.99))
        context.measure("good_streams", self.good / context.arguments["streams"])


async def _follow(context, client, events, gaps):
    chunks, interval_ns = 0, context.arguments["interval_us"] * 1000
    good = True
    previous_ns = context.now_ns()
    async for line in client.lines(events.url):
        if not line:
            continue
        now_ns = context.now_ns()
        intended_ns, sent_ns = events.parse(line, chunks)
        context.record(now_ns - intended_ns)
        context.record_uncorrected(now_ns - sent_ns)
        gaps.target_late.append(max(sent_ns - intended_ns, 0))
        (gaps.between if chunks else gaps.first).append(now_ns - previous_ns)
        good = good and now_ns - previous_ns <= interval_ns + LATE_NS
        previous_ns = now_ns
        chunks += 1
    gaps.good += good
    if chunks != context.arguments["chunks"]:
        context.fail("a stream did not bring all its chunks")


async def run(context, client):
    streams, chunks, interval_us = (context.arguments[name] for name in ("streams", "chunks", "interval_us"))
    events = Events(context, chunks, interval_us)
    gaps = Gaps()
    context.start()
    await asyncio.gather(*(_follow(context, client, events, gaps) for _ in range(streams)))
    context.stop()
    gaps.report(context)
    context.operations(streams * chunks)
    context.waits(streams * chunks * interval_us * 1000)
    events.exchange.claim(streams)
