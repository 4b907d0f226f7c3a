"""blocking_http: gather with requests inside async functions: it blocks the loop, unless to_thread takes it away."""
import asyncio

import requests

from workloads.exchange import wait_exchange

BYTES = 1024


def _get(url):
    """What requests.get does, without proxies between this worker and the target: a connection for every call."""
    with requests.Session() as session:
        session.trust_env = False
        response = session.get(url)
        return response.status_code, response.content


async def run(context):
    count, delay_us, offload = (context.arguments[name] for name in ("requests", "delay_us", "offload"))
    exchange = wait_exchange(context, delay_us, BYTES)
    context.note("HTTP client", f"requests {requests.__version__}, a Session for every call")

    async def get():
        began_ns = context.now_ns()
        status, body = await asyncio.to_thread(_get, exchange.url) if offload else _get(exchange.url)
        context.record(context.now_ns() - began_ns)
        exchange.check(status, body)

    context.start()
    await asyncio.gather(*(get() for _ in range(count)))
    context.stop()
    context.operations(count)
    context.waits(count * delay_us * 1000)
    context.claim.connections += count
    exchange.claim(count)
