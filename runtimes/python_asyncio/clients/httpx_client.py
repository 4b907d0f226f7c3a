"""httpx.AsyncClient behind the calls that the workloads make."""
import httpx


class HttpxClient:
    def __init__(self, client):
        self._client = client

    async def get(self, url):
        response = await self._client.get(url)
        return response.status_code, response.content

    async def get_telling(self, url, sent):
        """Calls sent() when the request is on its way."""

        async def trace(event, _):
            if event == "http11.send_request_headers.complete":
                sent()

        response = await self._client.get(url, extensions={"trace": trace})
        return response.status_code, response.content

    async def lines(self, url):
        async with self._client.stream("GET", url) as response:
            response.raise_for_status()
            async for line in response.aiter_lines():
                yield line.rstrip("\n")

    async def close(self):
        await self._client.aclose()


async def open_client(context):
    context.note("HTTP client", f"httpx {httpx.__version__}")
    context.note("httpx limits", "no most connections (default 100), no most kept alive (default 20)")
    context.note("httpx timeout", "60 s (default 5 s)")
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    return HttpxClient(httpx.AsyncClient(limits=limits, timeout=60, trust_env=False))
