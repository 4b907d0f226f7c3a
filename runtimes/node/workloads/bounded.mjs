// bounded: gather with a limit. JavaScript has no semaphore: `limit` workers take requests off a common list.
import { timedGet, waitExchange } from './exchange.mjs';

const BYTES = 64;

export async function run(context, client) {
  const { requests, limit, delay_us: delayUs } = context.arguments;
  const exchange = waitExchange(context, delayUs, BYTES);
  let next = 0;
  const serve = async () => {
    while (next < requests) await timedGet(context, client, exchange, next++);
  };
  context.start();
  await Promise.all(Array.from({ length: limit }, serve));
  context.stop();
  exchange.settle(requests, delayUs);
}
