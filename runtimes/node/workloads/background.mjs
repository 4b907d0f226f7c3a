// background: async functions are called without await, and the caller goes on. What has become of them when it ends.
import { setTimeout as wait } from 'timers/promises';
import { nowNs } from '../protocol/context.mjs';
import { reportUnwaited } from './unwaited.mjs';

export async function run(context) {
  const { tasks, wait_ms: waitMs, caller_ms: callerMs } = context.arguments;
  let finished = 0;
  const work = async () => {
    await wait(waitMs);
    finished += 1;
  };
  context.start();
  const beganNs = nowNs();
  const started = Array.from({ length: tasks }, work);
  const heldUpNs = nowNs() - beganNs;
  await wait(callerMs);
  context.stop();
  context.measure('unfinished_when_caller_ended', tasks - finished);
  await Promise.all(started);
  if (finished !== tasks) context.fail('a background task never finished, though it was joined');
  reportUnwaited(context);
  context.record(heldUpNs);
  context.operations(tasks);
  context.waits(tasks * waitMs * 1e6);
}
