// sleep: N waits at once, one thread.
import { setTimeout as wait } from 'timers/promises';

const EARLY_NS = 1e6; // Node's timers count whole milliseconds of a cached clock, so one may fire almost 1 ms early

export async function run(context) {
  const { tasks, wait_ms: waitMs } = context.arguments;
  const woken = new Uint8Array(tasks);
  const waitAndCount = async (task) => {
    await wait(waitMs);
    woken[task] += 1;
  };
  context.start();
  await Promise.all(Array.from(woken, (_, task) => waitAndCount(task)));
  context.stop();
  if (woken.some((times) => times !== 1)) context.fail('not every task woke up exactly once');
  if (context.elapsedNs < waitMs * 1e6 - EARLY_NS) context.fail('the waits were over before their time');
  context.operations(tasks);
  context.waits(tasks * waitMs * 1e6);
}
