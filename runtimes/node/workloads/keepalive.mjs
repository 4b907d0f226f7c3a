// keepalive: clients that ask, think and ask again for a while; latency counts from the moment a request is due.
import { setTimeout as wait } from 'timers/promises';
import { nowNs } from '../protocol/context.mjs';
import { waitExchange } from './exchange.mjs';

export async function run(context, client) {
  const { connections: clients, delay_us: delayUs, think_us: thinkUs, bytes, pass_ms: passMs } = context.arguments;
  const exchange = waitExchange(context, delayUs, bytes);
  let sent = 0;
  const askUntil = async (endNs) => {
    for (let dueNs = context.startedNs; dueNs < endNs;) {
      if (dueNs > nowNs()) await wait((dueNs - nowNs()) / 1e6);
      sent += 1;
      const answer = await client.get(exchange.url);
      const answeredNs = nowNs();
      context.record(answeredNs - dueNs);
      exchange.check(answer);
      dueNs = answeredNs + thinkUs * 1e3;
    }
  };
  context.start();
  const endNs = context.startedNs + passMs * 1e6;
  await Promise.all(Array.from({ length: clients }, () => askUntil(endNs)));
  context.stop();
  context.closedLoop(clients, thinkUs * 1e3);
  exchange.settle(sent, delayUs);
}
