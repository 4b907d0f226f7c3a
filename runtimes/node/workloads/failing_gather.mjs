// failing_gather: one of N requests fails. Promise.allSettled collects all; Promise.all with an AbortController stops the others at
// once. (Promise.all alone would tell the caller and let the others run on.)
import { setTimeout as wait } from 'timers/promises';
import { nowNs } from '../protocol/context.mjs';
import { Exchange, waitExchange } from './exchange.mjs';

const BYTES = 64;

// Of the request that fails, so that nothing else is taken for it.
class Refused extends Error {}

// Every request gets a signal of its own; a rejection aborts the others, and the error goes on when all have ended.
async function failFast(starters) {
  const controllers = starters.map(() => new AbortController());
  const promises = starters.map((start, i) => start(controllers[i].signal));
  try {
    await Promise.all(promises);
  } catch (error) {
    controllers.forEach((controller) => controller.abort());
    await Promise.allSettled(promises);
    throw error;
  }
}

async function collectAll(starters) {
  const results = await Promise.allSettled(starters.map((start) => start(undefined)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

export async function run(context, client) {
  const { requests, delay_us: delayUs, fail_fast: fast } = context.arguments;
  const good = waitExchange(context, delayUs, BYTES);
  const bad = new Exchange(context, '/status/500', '');
  const others = requests - 1;
  const sentBefore = client.sent;
  let [finished, stopped, failedNs, knownNs] = [0, 0, 0, 0];

  const succeed = async (signal) => {
    try {
      good.check(await client.get(good.url, signal));
      finished += 1;
    } catch (error) {
      if (error.name === 'AbortError') stopped += 1;
      throw error;
    }
  };
  // Fails when all others are under way, so that it is known what the target has seen of them.
  const fail = async () => {
    while (client.sent - sentBefore < others) await wait(1);
    const { status } = await client.get(bad.url);
    failedNs = nowNs();
    throw new Refused(`status ${status}`);
  };

  context.start();
  try {
    await (fast ? failFast : collectAll)(Array(others).fill(succeed).concat(fail));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    knownNs = nowNs();
  }
  context.stop();
  if (knownNs === 0) context.fail('the error of the failing request did not reach the caller');
  else context.record(knownNs - failedNs);
  if (finished + stopped !== others) context.fail('some of the other requests were neither finished nor stopped');
  context.measure('others_finished', finished);
  context.measure('others_stopped', stopped);
  context.operations(requests);
  good.claim(others);
  bad.claim(1);
}
