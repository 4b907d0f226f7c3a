"""aiohttp.ClientSession behind the calls that the workloads make."""
import aiohttp


class AiohttpClient:
    def __init__(self, session):
        self._session = session

    async def get(self, url):
        async with self._session.get(url) as response:
            return response.status, await response.read()

    async def get_telling(self, url, sent):
        """Calls sent() when the request is on its way: get() returns the response's head, so it asks the tracing."""
        async with self._session.get(url, trace_request_ctx=sent) as response:
            return response.status, await response.read()

    async def lines(self, url):
        async with self._session.get(url) as response:
            response.raise_for_status()
            async for line in response.content:
                yield line.decode().rstrip("\n")

    async def close(self):
        await self._session.close()


async def _tell(_, trace, __):
    if trace.trace_request_ctx:
        trace.trace_request_ctx()


async def open_client(context):
    context.note("HTTP client", f"aiohttp {aiohttp.__version__}")
    context.note("aiohttp limit", "no most connections (default 100)")
    tracing = []
    if "fail_fast" in context.arguments:  # only there, because it costs every request something
        tracing.append(aiohttp.TraceConfig())
        tracing[0].on_request_headers_sent.append(_tell)
    return AiohttpClient(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), trace_configs=tracing))
