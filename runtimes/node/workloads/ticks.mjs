// A task that wants to go on every millisecond: how late it is shows what the others do to the thread.
import { setTimeout as wait } from 'timers/promises';
import { nowNs } from '../protocol/context.mjs';

export const TICK_MS = 1;

// Until done() or `most` times. Returns how often.
export async function tick(context, done, most) {
  let ticks = 0;
  while (ticks < most && !done()) {
    const dueNs = nowNs() + TICK_MS * 1e6;
    await wait(TICK_MS);
    context.record(nowNs() - dueNs);
    ticks += 1;
  }
  return ticks;
}
