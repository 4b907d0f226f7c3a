"""aiohttp.ClientSession behind the one call that the workloads make."""
import aiohttp


class AiohttpClient:
    def __init__(self, session):
        self._session = session

    async def get(self, url):
        async with self._session.get(url) as response:
            return response.status, await response.read()

    async def close(self):
        await self._session.close()


async def open_client(context):
    context.note("HTTP client", f"aiohttp {aiohttp.__version__}")
    context.note("aiohttp limit", "no most connections (default 100)")
    return AiohttpClient(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
