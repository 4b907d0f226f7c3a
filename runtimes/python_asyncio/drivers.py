"""What runs the passes of one cell: a loop that lives as long as the cell, or nothing but the calling thread."""
import asyncio


def _count_connections(loop, claim):
    """Every connection of asyncio and of the HTTP libraries on it is made here: what was opened is claimed."""

    def counted(create):
        async def create_and_count(*arguments, **options):
            made = await create(*arguments, **options)
            claim.connections += 1
            return made

        return create_and_count

    loop.create_connection, loop.create_unix_connection = counted(loop.create_connection), counted(loop.create_unix_connection)


class AsyncioDriver:
    """`open_client(context)` makes the HTTP client; it lives as long as the cell, as in an application."""

    def __init__(self, workload, new_loop, open_client):
        self._workload, self._open_client = workload, open_client
        self._runner = asyncio.Runner(loop_factory=new_loop)
        self._client = self._context = None

    def run(self, context):
        if self._context is not context:
            self._context = context
            _count_connections(self._runner.get_loop(), context.claim)
            self._runner.run(self._prepare(context))
        self._runner.run(self._workload(context, self._client) if self._client else self._workload(context))

    async def _prepare(self, context):
        loop = asyncio.get_running_loop()
        context.note("loop", f"{type(loop).__module__}.{type(loop).__name__}")
        selector = getattr(loop, "_selector", None)
        if selector is not None:
            context.note("reactor", type(selector).__name__)
        if self._open_client:
            self._client = await self._open_client(context)

    def close(self):
        if self._client:
            self._runner.run(self._client.close())
        self._runner.close()


class BlockingDriver:
    def __init__(self, workload):
        self._workload = workload

    def run(self, context):
        self._workload(context)

    def close(self):
        pass
