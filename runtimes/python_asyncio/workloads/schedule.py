"""When the requests of an open loop are due: fixed before the run, whatever the answers do."""
import asyncio
import random

PASS_S = 0.1
LATE_START_NS = 1_000_000
SEED = 20240229


class OpenLoop:
    """Evenly spaced, or a Poisson process with a seed of its own: the same in every pass."""

    def __init__(self, context, pass_s=PASS_S):
        self._context = context
        rate = context.arguments["per_second"]
        chance = random.Random(SEED)
        self.due_ns, at_s = [], 0.0
        for _ in range(max(int(pass_s * rate), 1)):
            at_s += chance.expovariate(rate) if context.arguments.get("poisson", 1) else 1 / rate
            self.due_ns.append(int(at_s * 1e9))
        self._late = 0

    async def wait_until_due(self, number):
        """Returns the intended start."""
        intended_ns = self._context.started_ns + self.due_ns[number]
        left_ns = intended_ns - self._context.now_ns()
        if left_ns > 0:
            await asyncio.sleep(left_ns / 1e9)
        if self._context.now_ns() - intended_ns > LATE_START_NS:
            self._late += 1
        return intended_ns

    def finish(self):
        self._context.measure("late_starts", self._late / len(self.due_ns))
        self._context.operations(len(self.due_ns))
