// post: trips through the loop, by setImmediate.
const PER_PASS = 50000;

export async function run(context) {
  const { posts } = context.arguments;
  const rounds = Math.max(Math.floor(PER_PASS / posts), 1);
  let arrived = 0;
  const arrive = () => {
    arrived += 1;
  };
  context.start();
  for (let round = 0; round < rounds; ++round) {
    for (let i = 0; i < posts; ++i) setImmediate(arrive);
    await new Promise(setImmediate); // comes back when they have run
  }
  context.stop();
  if (arrived !== rounds * posts) context.fail('the loop did not call every posted function exactly once');
  context.operations(rounds * posts);
}
