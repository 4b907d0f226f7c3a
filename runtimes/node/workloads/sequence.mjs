// sequence: gather's requests, each awaited before the next: the 10 of the guide's 10 against 5.
import { timedGet, waitExchange } from './exchange.mjs';

export async function run(context, client) {
  const { requests, delay_us: delayUs, bytes } = context.arguments;
  const exchange = waitExchange(context, delayUs, bytes);
  context.start();
  for (let task = 0; task < requests; ++task) await timedGet(context, client, exchange, task);
  context.stop();
  exchange.settle(requests, delayUs);
}
