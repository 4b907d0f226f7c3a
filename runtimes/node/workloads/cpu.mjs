// cpu: tasks that compute beside one that ticks: inline, or in a pool of worker threads.
import { Worker } from 'worker_threads';
import { compute } from './computation.mjs';
import { tick } from './ticks.mjs';

const THREADS = 4; // as many as the other runtimes' pools have

class Pool {
  constructor() {
    this.pending = new Map();
    this.asked = 0;
    this.workers = Array.from({ length: THREADS }, () => this.start());
  }

  start() {
    const worker = new Worker(new URL('./computation.mjs', import.meta.url));
    worker.on('message', ({ task, result }) => {
      this.pending.get(task)(result);
      this.pending.delete(task);
    });
    return worker;
  }

  compute(seed, rounds) {
    return new Promise((resolve) => {
      const task = this.asked++;
      this.pending.set(task, resolve);
      this.workers[task % THREADS].postMessage({ task, seed, rounds });
    });
  }

  close() {
    return Promise.all(this.workers.map((worker) => worker.terminate()));
  }
}

export async function run(context) {
  const { tasks, megarounds, offload } = context.arguments;
  const rounds = megarounds * 1e6;
  const pool = offload ? new Pool() : null;
  if (pool) await Promise.all(pool.workers.map(() => pool.compute(0, 1)));
  const work = async (seed) => (pool ? pool.compute(seed, rounds) : compute(seed, rounds));
  let done = false;
  context.start();
  const ticking = tick(context, () => done, Infinity);
  const results = await Promise.all(Array.from({ length: tasks }, (_, seed) => work(seed)));
  context.stop();
  done = true;
  await ticking;
  if (pool) await pool.close();
  if (results[0].join() !== compute(0, rounds).join()) context.fail('a computation came out wrong');
  context.operations(tasks);
}
