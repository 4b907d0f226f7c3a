// stall: some tasks block the thread, as a forgotten synchronous call does, and everybody else waits with them.
import { setTimeout as wait } from 'timers/promises';
import { TICK_MS, tick } from './ticks.mjs';

const TICKS = 50;

export async function run(context) {
  const { tasks, stalling, stall_ms: stallMs } = context.arguments;
  const never = new Int32Array(new SharedArrayBuffer(4));
  const block = async () => {
    await wait((TICK_MS * TICKS) / 2);
    Atomics.wait(never, 0, 0, stallMs);
  };
  context.start();
  const blocking = Array.from({ length: stalling }, block);
  const ticks = await Promise.all(Array.from({ length: tasks }, () => tick(context, () => false, TICKS)));
  await Promise.all(blocking);
  context.stop();
  if (ticks.some((count) => count !== TICKS)) context.fail('a task did not go on after every wait');
  context.operations(tasks * TICKS);
}
