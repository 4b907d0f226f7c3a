// spawn: start N async functions and join them. A task here is a promise: it runs at once up to its first await.
export async function run(context) {
  const { tasks } = context.arguments;
  const results = new Array(tasks).fill(0);
  const work = async (seed) => {
    results[seed] = seed * 2 + 1;
  };
  context.start();
  const started = [];
  for (let seed = 0; seed < tasks; ++seed) started.push(work(seed));
  await Promise.all(started);
  context.stop();
  if (results.some((result, seed) => result !== seed * 2 + 1)) context.fail('a task left the wrong result');
  context.operations(tasks);
}
