// pipeline: items stream in from one server, and for each a second is called beside it.
import { nowNs } from '../protocol/context.mjs';
import { Events, linesOf } from './events.mjs';
import { waitExchange } from './exchange.mjs';

const BYTES = 64;

export async function run(context, client) {
  const { items, interval_us: intervalUs, delay_us: delayUs } = context.arguments;
  const events = new Events(context, items, intervalUs);
  const exchange = waitExchange(context, delayUs, BYTES);
  // Latency: from the moment that the schedule had for the item until the second server has answered.
  const call = async (itemNs) => {
    const answer = await client.get(exchange.url);
    context.record(nowNs() - itemNs);
    exchange.check(answer);
  };
  const calls = [];
  context.start();
  for await (const line of linesOf(await client.body(events.url))) {
    calls.push(call(events.parse(line, calls.length).intendedNs));
  }
  await Promise.all(calls);
  context.stop();
  if (calls.length !== items) context.fail('the stream did not bring all its items');
  context.operations(calls.length);
  events.exchange.claim(1);
  exchange.claim(calls.length);
}
