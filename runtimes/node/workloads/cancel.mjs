// cancel: N pending waits, each with an AbortController, are aborted. From the request until the last is joined, and nothing left
// behind, proved.
import { once } from 'events';
import fs from 'fs';
import net from 'net';
import { setImmediate as turn, setTimeout as wait } from 'timers/promises';
import v8 from 'v8';
import vm from 'vm';
import { nowNs } from '../protocol/context.mjs';

const [SLEEPING, , READING, , QUEUED] = [0, 1, 2, 3, 4];
const MUCH = 8000000; // more than the socket buffers take, so that a write waits
const HEAP_NOISE = 64 * 1024; // caches of V8, whatever the number of tasks
const LESS_THAN_AN_OBJECT = 8; // bytes per task: the smallest object that could leak is larger
const REPEATS = 4; // rounds that may show that what is left over is V8's compiled code and no leak

v8.setFlagsFromString('--expose_gc');
const collectGarbage = vm.runInNewContext('gc');

// Collects twice: what a FinalizationRegistry noted of the dead (an AbortSignal has one) goes a turn of the loop later.
async function holdings() {
  collectGarbage();
  await turn();
  collectGarbage();
  return { descriptors: fs.readdirSync('/proc/self/fd').length, bytes: process.memoryUsage().heapUsed };
}

// Resolves when the socket's descriptor is closed; it may be so already.
function destroyed(socket) {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', resolve).destroy();
  });
}

// Accepts and reads nothing.
async function silentServer() {
  const sockets = new Set();
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // the client has gone
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 });
  await once(server, 'listening');
  return {
    address: server.address(),
    sockets,
    dropAll: () => Promise.all(Array.from(sockets, destroyed)),
    close: () => new Promise((resolve) => { server.close(resolve); }),
  };
}

// JavaScript has no semaphore: its queue is a set of promises, from which an abort takes one.
function placeIn(queue, signal) {
  return new Promise((resolve, reject) => {
    queue.add(resolve);
    signal.addEventListener('abort', () => {
      queue.delete(resolve);
      reject(signal.reason);
    }, { once: true });
  });
}

async function waitLong(round, signal) {
  round.begun += 1;
  if (round.wait === SLEEPING) return wait(3600e3, undefined, { signal });
  if (round.wait === QUEUED) return placeIn(round.queue, signal);
  const socket = net.connect({ port: round.server.address.port, host: '127.0.0.1', noDelay: true });
  try {
    await once(socket, 'connect', { signal });
    if (round.wait !== READING) socket.write(Buffer.alloc(MUCH));
    return await once(socket, round.wait === READING ? 'data' : 'drain', { signal });
  } finally {
    await destroyed(socket);
  }
}

// The wait lies `depth` async functions deep.
async function descend(round, signal, depth) {
  return depth <= 1 ? waitLong(round, signal) : descend(round, signal, depth - 1);
}

async function task(context, round, signal) {
  try {
    await descend(round, signal, context.arguments.depth);
    context.fail('a wait ended before it was cancelled');
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
    context.record(nowNs() - round.requestedNs);
    round.ended += 1;
  }
}

async function cancelAll(context, round, timed) {
  const controllers = Array.from({ length: context.arguments.tasks }, () => new AbortController());
  const tasks = controllers.map(({ signal }) => task(context, round, signal));
  const onSocket = round.wait !== SLEEPING && round.wait !== QUEUED;
  const accepted = () => !onSocket || round.server.sockets.size === tasks.length;
  while (round.begun < tasks.length || !accepted()) await wait(1);
  await wait(onSocket ? 50 : 1);
  if (timed) context.start();
  round.requestedNs = nowNs();
  for (const controller of controllers) controller.abort();
  await Promise.all(tasks);
  if (timed) context.stop();
  return tasks.length - round.ended;
}

// What a round leaves behind, in comparison with what was there before it.
async function roundOf(context, server, timed) {
  const before = await holdings();
  const queue = new Set();
  const round = { wait: context.arguments.wait, server, queue, begun: 0, ended: 0, requestedNs: 0 };
  const tasks = await cancelAll(context, round, timed);
  if (queue.size > 0) context.fail('a cancelled task is still in the queue');
  queue.clear(); // its table would count as left over
  if (timed) context.endPass();
  else context.forgetLatency();
  await server.dropAll();
  await wait(2);
  const after = await holdings();
  return { tasks, descriptors: after.descriptors - before.descriptors, bytes: after.bytes - before.bytes };
}

// The first round fills caches, the second is measured. V8 may still compile something in that one; what leaks, leaks in each.
export async function run(context) {
  const { tasks } = context.arguments;
  const server = await silentServer();
  await roundOf(context, server, false);
  const left = await roundOf(context, server, true);
  const allowed = HEAP_NOISE + LESS_THAN_AN_OBJECT * tasks;
  for (let again = 0; again < REPEATS && left.bytes > allowed; again += 1) {
    left.bytes = Math.min(left.bytes, (await roundOf(context, server, false)).bytes);
  }
  await server.close();
  context.claim.connections = 0; // they went to this worker's own silent server, not to the target
  context.measure('until_quiet_ns', context.elapsedNs);
  for (const [what, count] of Object.entries(left)) context.measure(`${what}_left`, count);
  if (left.tasks > 0) context.fail(`${left.tasks} tasks are left over`);
  if (left.descriptors > 0) context.fail(`${left.descriptors} file descriptors are left over`);
  if (left.bytes > allowed) context.fail(`${left.bytes} bytes are left over`);
  context.operations(tasks);
}
