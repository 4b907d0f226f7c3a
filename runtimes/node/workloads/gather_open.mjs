// gather_open, keepalive_open: requests on a schedule that does not wait for answers; latency counts from the intended start.
import { nowNs } from '../protocol/context.mjs';
import { waitExchange } from './exchange.mjs';
import { OpenLoop } from './schedule.mjs';

export async function run(context, client) {
  await getOnSchedule(context, client, new OpenLoop(context), context.arguments.requests, 0);
}

export async function getOnSchedule(context, client, loop, tasks, delayUs) {
  const exchange = waitExchange(context, delayUs, context.arguments.bytes);
  const get = async (first) => {
    for (let number = first; number < loop.dueNs.length; number += tasks) {
      const intendedNs = await loop.waitUntilDue(number);
      const sentNs = nowNs();
      const answer = await client.get(exchange.url);
      const answeredNs = nowNs();
      context.record(answeredNs - intendedNs);
      context.recordUncorrected(answeredNs - sentNs);
      exchange.check(answer);
    }
  };
  context.start();
  await Promise.all(Array.from({ length: tasks }, (_, first) => get(first)));
  context.stop();
  loop.finish();
  exchange.claim(loop.dueNs.length);
}
