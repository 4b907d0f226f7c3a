"""What becomes of tasks that nobody waits for, tried out on a loop of its own in a thread of its own."""
import asyncio
import threading

TASKS = 8
WAIT_S = 0.005


class _Trial:
    def __init__(self):
        self.finished = self.finished_in_run = self.cancelled = 0
        self.told_to_the_log = False

    async def _work(self):
        try:
            await asyncio.sleep(WAIT_S)
            self.finished += 1
        except asyncio.CancelledError:
            self.cancelled += 1
            raise

    async def start_and_leave(self):
        for _ in range(TASKS):
            asyncio.create_task(self._work())
        await asyncio.sleep(0)  # they begin

    async def start_failing_and_go_on(self):
        async def fail():
            await asyncio.sleep(0.001)
            raise RuntimeError("of a task that nobody waits for")

        asyncio.get_running_loop().set_exception_handler(self._log)
        asyncio.create_task(fail())
        await asyncio.sleep(WAIT_S)

    def _log(self, _loop, context):
        self.told_to_the_log = self.told_to_the_log or "never retrieved" in context["message"]


def _on_a_loop_of_its_own(loop_factory, coroutine):
    def work():
        with asyncio.Runner(loop_factory=loop_factory) as runner:
            runner.run(coroutine)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def report_unwaited(context):
    loop_factory = type(asyncio.get_running_loop())
    trial, failing = _Trial(), _Trial()
    _on_a_loop_of_its_own(loop_factory, trial.start_and_leave())
    _on_a_loop_of_its_own(loop_factory, failing.start_failing_and_go_on())
    context.measure("unwaited_finished", trial.finished)
    context.measure("unwaited_destroyed", trial.cancelled)
    context.measure("unwaited_left", TASKS - trial.finished - trial.cancelled)
    context.measure("unwaited_error_heard", 0)
    context.measure("unwaited_error_ends_program", 0)
    ends = {"finish": trial.finished, "are cancelled by run()": trial.cancelled,
            "neither finish nor are cancelled": TASKS - trial.finished - trial.cancelled}
    text = ", ".join(f"{count} of {TASKS} {what}" for what, count in ends.items() if count)
    context.note("when nobody waits", f"{text}; an error is lost" + (" but for a line in the log" if failing.told_to_the_log else ""))
