// echo_open: echo on a schedule that does not wait for answers; latency counts from the intended start.
import { nowNs } from '../protocol/context.mjs';
import { openAll } from './connection.mjs';
import { OpenLoop } from './schedule.mjs';
import { message } from './traffic.mjs';

export async function run(context) {
  const { connections: count, bytes: size } = context.arguments;
  const loop = new OpenLoop(context);
  const connections = await openAll(context, count);
  const converse = async (first) => {
    const bytes = message(first, size);
    for (let number = first; number < loop.dueNs.length; number += count) {
      const intendedNs = await loop.waitUntilDue(number);
      const sentNs = nowNs();
      const answer = await connections[first].exchange(bytes);
      const answeredNs = nowNs();
      context.record(answeredNs - intendedNs);
      context.recordUncorrected(answeredNs - sentNs);
      if (!answer.equals(bytes)) context.fail('an echo came back changed');
    }
  };
  context.start();
  await Promise.all(Array.from({ length: count }, (_, first) => converse(first)));
  context.stop();
  await Promise.all(connections.map((connection) => connection.close()));
  loop.finish();
  context.claim.echoDealtOut(count, size, loop.dueNs.length);
}
