"""Blocks asyncio's loop in four ways, one after the other."""
import asyncio
import subprocess
import threading
import time


def compute():
    end = time.thread_time() + 0.06
    while time.thread_time() < end:
        sum(range(1000))


def wait_for_thread():
    thread = threading.Thread(target=time.sleep, args=(0.06,))
    thread.start()
    thread.join()


async def main():
    for _ in range(20):  # the interpreter changes how it calls what is called often, and the loop's place in the stack with it
        await asyncio.sleep(0.001)
    for mistake in (lambda: time.sleep(0.06), compute, wait_for_thread, lambda: subprocess.run(["sleep", "0.06"])):
        for _ in range(3):
            await asyncio.sleep(0.005)
        mistake()
    await asyncio.sleep(0.005)


asyncio.run(main())
