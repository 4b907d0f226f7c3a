// gather: N HTTP GETs at once, joined by Promise.all.
import { nowNs } from '../protocol/context.mjs';
import { getsPerTask, waitExchange } from './exchange.mjs';

export async function run(context, client) {
  const { requests: tasks, delay_us: delayUs, bytes } = context.arguments;
  const times = getsPerTask(delayUs, tasks);
  const exchange = waitExchange(context, delayUs, bytes);
  const get = async (task) => {
    for (let i = 0; i < times; ++i) {
      const sentNs = nowNs();
      const answer = await client.get(exchange.url);
      const answeredNs = nowNs();
      context.record(answeredNs - sentNs);
      context.recordSpan(task, sentNs, answeredNs);
      exchange.check(answer);
    }
  };
  context.start();
  await Promise.all(Array.from({ length: tasks }, (_, task) => get(task)));
  context.stop();
  context.operations(tasks * times);
  context.waits(tasks * times * delayUs * 1000);
  exchange.claim(tasks * times);
}
