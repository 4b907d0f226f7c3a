// When the requests of an open loop are due: fixed before the run, whatever the answers do.
import { setTimeout as wait } from 'timers/promises';
import { nowNs } from '../protocol/context.mjs';

const PASS_S = 0.1;
const LATE_START_NS = 1e6;
const SEED = 20240229;

// mulberry32 by Tommy Ettinger (public domain): JavaScript's own generator takes no seed.
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Evenly spaced, or a Poisson process with a seed of its own: the same in every pass.
export class OpenLoop {
  constructor(context, passS = PASS_S) {
    const { per_second: rate, poisson = 1 } = context.arguments;
    const random = randomNumbers(SEED);
    this.context = context;
    this.late = 0;
    this.dueNs = [];
    for (let i = 0, atS = 0; i < Math.max(Math.floor(passS * rate), 1); ++i) {
      atS += (poisson ? -Math.log1p(-random()) : 1) / rate;
      this.dueNs.push(Math.floor(atS * 1e9));
    }
  }

  // Returns the intended start. Node's timers count in milliseconds: what is due sooner than one waits a turn of the loop at a time.
  async waitUntilDue(number) {
    const intendedNs = this.context.startedNs + this.dueNs[number];
    for (let left = intendedNs - nowNs(); left > 0; left = intendedNs - nowNs()) {
      await (left > 2e6 ? wait(Math.floor(left / 1e6) - 1) : new Promise(setImmediate));
    }
    if (nowNs() - intendedNs > LATE_START_NS) this.late += 1;
    return intendedNs;
  }

  finish() {
    this.context.measure('late_starts', this.late / this.dueNs.length);
    this.context.operations(this.dueNs.length);
  }
}
