// yield: suspend and resume. An `await` with nothing to wait for goes through the queue of microtasks, not through the loop.
const PER_PASS = 200000;

export async function run(context) {
  const { tasks } = context.arguments;
  const times = Math.max(Math.floor(PER_PASS / tasks), 1);
  const turns = new Array(tasks).fill(0);
  const takeTurns = async (task) => {
    for (let i = 0; i < times; ++i) {
      await null;
      turns[task] += 1;
    }
  };
  context.start();
  await Promise.all(turns.map((_, task) => takeTurns(task)));
  context.stop();
  if (turns.some((count) => count !== times)) context.fail('a task did not come back from every suspension');
  context.operations(tasks * times);
}
