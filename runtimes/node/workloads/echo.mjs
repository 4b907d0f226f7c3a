// echo: C connections over net.Socket, each sends B bytes and waits for them to come back.
import { nowNs } from '../protocol/context.mjs';
import { openAll } from './connection.mjs';
import { message, pingsPerConnection } from './traffic.mjs';

async function pingPong(context, connection, bytes, times) {
  for (let i = 0; i < times; ++i) {
    const sentNs = nowNs();
    const answer = await connection.exchange(bytes);
    context.record(nowNs() - sentNs);
    if (!answer.equals(bytes)) context.fail('an echo came back changed');
  }
}

export async function run(context) {
  const { connections: count, bytes: size } = context.arguments;
  const times = pingsPerConnection(count);
  const messages = Array.from({ length: count }, (_, connection) => message(connection, size));
  const connections = await openAll(context, count);
  context.start();
  await Promise.all(connections.map((connection, i) => pingPong(context, connection, messages[i], times)));
  context.stop();
  context.closedLoop(count, 0);
  await Promise.all(connections.map((connection) => connection.close()));
  context.operations(times * count);
  context.claim.echo(count, size, times);
}
