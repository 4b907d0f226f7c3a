// gather: N HTTP GETs at once, joined by Promise.all.
import { getsPerTask, timedGet, waitExchange } from './exchange.mjs';

export async function run(context, client) {
  const { requests: tasks, delay_us: delayUs, bytes } = context.arguments;
  const times = getsPerTask(delayUs, tasks);
  const exchange = waitExchange(context, delayUs, bytes);
  const get = async (task) => {
    for (let i = 0; i < times; ++i) await timedGet(context, client, exchange, task);
  };
  context.start();
  await Promise.all(Array.from({ length: tasks }, (_, task) => get(task)));
  context.stop();
  exchange.settle(tasks * times, delayUs);
}
