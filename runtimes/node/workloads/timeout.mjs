// timeout: a deadline on every read, most of them met. Promise.race against a timer that is taken back when the read wins.
import { nowNs } from '../protocol/context.mjs';
import { openAll } from './connection.mjs';
import { message, pingsPerConnection } from './traffic.mjs';

const BYTES = 64;
const MISSED_MS = 2; // the deadline that nothing can meet, once a connection

class TimedOut extends Error {}

function within(deadlineMs, promise) {
  let timer;
  const deadline = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`${deadlineMs} ms have passed`)), deadlineMs);
  });
  return Promise.race([promise, deadline]).finally(() => clearTimeout(timer));
}

async function converse(context, connection, bytes, times) {
  for (let i = 0; i < times; ++i) {
    const sentNs = nowNs();
    const answer = await within(context.arguments.deadline_ms, connection.exchange(bytes));
    context.record(nowNs() - sentNs);
    if (!answer.equals(bytes)) context.fail('an echo came back changed');
  }
  try {
    await within(MISSED_MS, connection.receive(BYTES));
    context.fail('a read that nothing could meet did not time out');
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
  }
}

export async function run(context) {
  const { connections: count } = context.arguments;
  const times = pingsPerConnection(count);
  const messages = Array.from({ length: count }, (_, connection) => message(connection, BYTES));
  const connections = await openAll(context, count);
  context.start();
  await Promise.all(connections.map((connection, i) => converse(context, connection, messages[i], times)));
  context.stop();
  await Promise.all(connections.map((connection) => connection.close()));
  context.operations((times + 1) * count);
  context.claim.echo(count, BYTES, times);
}
