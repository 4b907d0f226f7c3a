// connect: open, use once, close, again and again.
import { nowNs } from '../protocol/context.mjs';
import { Connection } from './connection.mjs';
import { message } from './traffic.mjs';

const BYTES = 16;

async function churn(context, messages, first, step) {
  for (let i = first; i < messages.length; i += step) {
    const beganNs = nowNs();
    const connection = await Connection.open(context);
    const answer = await connection.exchange(messages[i]);
    await connection.close();
    context.record(nowNs() - beganNs);
    if (!answer.equals(messages[i])) context.fail('an echo came back changed');
  }
}

export async function run(context) {
  const { tasks, connections } = context.arguments;
  const messages = Array.from({ length: connections }, (_, connection) => message(connection, BYTES));
  context.start();
  await Promise.all(Array.from({ length: tasks }, (_, first) => churn(context, messages, first, tasks)));
  context.stop();
  context.operations(connections);
  context.claim.echo(connections, BYTES, 1);
}
