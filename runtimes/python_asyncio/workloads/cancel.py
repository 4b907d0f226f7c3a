"""cancel: task.cancel() on N tasks that wait. From the request until the last is joined, and nothing left behind, proved."""
import asyncio
import gc
import os
import sys

from workloads.silent_server import silent_server

SLEEPING, CONNECTING, READING, WRITING, QUEUED = range(5)
MUCH = 8_000_000            # more than the socket buffers take, so that a write waits
BLOCKS_OF_CACHES = 1000     # of the interpreter's allocator, whatever the number of tasks


class Holdings:
    """What this process holds. Memory is counted in blocks of the interpreter's allocator; it does not know their bytes."""

    def __init__(self):
        gc.collect()
        self.tasks = len(asyncio.all_tasks())
        self.descriptors = len(os.listdir("/proc/self/fd"))
        self.blocks = sys.getallocatedblocks()


class Round:
    """What the tasks of one round share."""

    def __init__(self, wait, server):
        self.wait, self.server = wait, server
        self.slots = asyncio.Semaphore(0)
        self.begun = self.ended = self.requested_ns = 0


async def _wait_long(round_):
    round_.begun += 1
    if round_.wait == SLEEPING:
        return await asyncio.sleep(3600)
    if round_.wait == QUEUED:
        return await round_.slots.acquire()
    reader, writer = await asyncio.open_connection(*round_.server)
    try:
        if round_.wait == READING:
            await reader.readexactly(16)
        else:
            writer.write(bytes(MUCH))
            await writer.drain()
    finally:
        writer.transport.abort()  # close() would wait for a peer that never reads


async def _descend(round_, depth):
    await (_wait_long(round_) if depth <= 1 else _descend(round_, depth - 1))


async def _task(context, round_, depth):
    try:
        await _descend(round_, depth)
        context.fail("a wait ended before it was cancelled")
    except asyncio.CancelledError:
        context.record(context.now_ns() - round_.requested_ns)
        round_.ended += 1
        raise


async def _cancel_all(context, round_, timed):
    tasks = [asyncio.create_task(_task(context, round_, context.arguments["depth"])) for _ in range(context.arguments["tasks"])]
    while round_.begun < len(tasks):
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.001 if round_.wait in (SLEEPING, QUEUED) else 0.05)
    if timed:
        context.start()
    round_.requested_ns = context.now_ns()
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    if timed:
        context.stop()
    if round_.ended != len(tasks):
        context.fail("a cancelled task has not ended")


async def run(context):
    """Twice the same: the first round fills caches, the second is measured."""
    wait, tasks = context.arguments["wait"], context.arguments["tasks"]
    with silent_server(full=wait == CONNECTING) as server:
        for timed in (False, True):
            before = Holdings()
            round_ = Round(wait, server)
            await _cancel_all(context, round_, timed)
            round_.slots.release()
            await round_.slots.acquire()  # waits for ever if a cancelled task is still in the queue and has got it
            await asyncio.sleep(0.002)  # what is closed is gone after a turn of the loop
            if not timed:
                context.forget_latency()
        context.end_pass()
        after = Holdings()
    context.claim.connections = 0  # they went to this worker's own silent server, not to the target
    left = {
        "tasks_left": after.tasks - before.tasks,
        "descriptors_left": after.descriptors - before.descriptors,
        "memory_blocks_left": after.blocks - before.blocks,
    }
    for name, count in left.items():
        context.measure(name, count)
        if count > (BLOCKS_OF_CACHES + tasks // 100 if name == "memory_blocks_left" else 0):
            context.fail(f"{name}: {count}")
    context.measure("until_quiet_ns", context.elapsed_ns)
    context.operations(tasks)
