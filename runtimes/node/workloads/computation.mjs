// Work for a processor: xorshift64, as in bench/workloads/computation.h, in two halves of 32 bits, because BigInt would allocate.
// Run as a worker thread it computes what it is sent.
import { isMainThread, parentPort } from 'worker_threads';

export function compute(seed, rounds) {
  let low = (seed | 1) >>> 0;
  let high = 0;
  for (let i = 0; i < rounds; ++i) {
    high ^= (high << 13) | (low >>> 19);
    low ^= low << 13;
    low ^= (low >>> 7) | (high << 25);
    high ^= high >>> 7;
    high ^= (high << 17) | (low >>> 15);
    low ^= low << 17;
  }
  return [high >>> 0, low >>> 0];
}

if (!isMainThread && parentPort) {
  parentPort.on('message', ({ task, seed, rounds }) => parentPort.postMessage({ task, result: compute(seed, rounds) }));
}
