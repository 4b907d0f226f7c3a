"""gather with requests: every call blocks, so the work goes one after another. The guide's 5 + 5 = 10."""
import requests

from workloads.exchange import gets_per_task, wait_exchange


def _opened(session):
    """Connections that the session's pools made so far."""
    pools = session.get_adapter("http://").poolmanager.pools
    return sum(pools[key].num_connections for key in pools.keys())


def run(context):
    tasks, delay_us = context.arguments["requests"], context.arguments["delay_us"]
    total = tasks * gets_per_task(delay_us, tasks)
    exchange = wait_exchange(context, delay_us, context.arguments["bytes"])
    context.note("HTTP client", f"requests {requests.__version__}, one Session")
    with requests.Session() as session:
        session.trust_env = False  # no proxies between this worker and the target
        context.start()
        for task in range(total):
            sent_ns = context.now_ns()
            response = session.get(exchange.url)
            answered_ns = context.now_ns()
            context.record(answered_ns - sent_ns)
            context.record_span(task, sent_ns, answered_ns)
            exchange.check(response.status_code, response.content)
        context.stop()
        context.claim.connections += _opened(session)
    exchange.settle(total, delay_us)
