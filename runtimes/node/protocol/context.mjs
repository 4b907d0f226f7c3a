// What a workload measures with: its arguments, its clock, where results go and what it claims to have done.
import fs from 'fs';
import { Histogram } from './histogram.mjs';
import { addUsage, liveThreads, noUsage, usageNow } from './usage.mjs';

// Nanoseconds of CLOCK_MONOTONIC; exact in a double for the first 104 days after boot.
export const nowNs = () => Number(process.hrtime.bigint());

// What this worker says it did to the target; the target's own count must agree.
export class Claim {
  constructor() {
    this.connections = 0;
    this.tlsConnections = 0; // of the connections
    this.tlsResumed = 0; // of those
    this.requests = 0;
    this.bytesOut = 0; // 0 with requests: not claimed, an HTTP library writes headers of its own
    this.bytesIn = 0;
    this.work = new Map(); // what `unblock-digest` makes the digest of: 'request:/wait/0/64' => how often
  }

  request(path, count) {
    this.requests += count;
    this.add(`request:${path}`, count);
  }

  // `repeats` messages of `size` bytes on each of `connections` connections.
  echo(connections, size, repeats, times = 1) {
    this.bytesOut += times * connections * size * repeats;
    this.bytesIn += times * connections * size * repeats;
    this.add(`echo:${connections}:${size}:${repeats}`, times);
  }

  // `messages` in turn over the connections: the first few of these send one more than the others.
  echoDealtOut(connections, size, messages) {
    const repeats = Math.floor(messages / connections);
    const extra = messages % connections;
    this.echo(connections, size, repeats);
    if (extra === 0) return;
    this.echo(extra, size, repeats + 1);
    this.echo(extra, size, repeats, -1);
  }

  add(item, count) {
    this.work.set(item, (this.work.get(item) || 0) + count);
  }
}

export class Context {
  constructor(args, target, realServer, syscallCounter) {
    this.arguments = args; // { tasks: 100, wait_ms: 10 }
    this.target = target; // { host, port }
    this.wire = null; // to the target; the session sets it
    this.realServer = realServer; // the URL of --unblock_server, or null
    this.syscallCounter = syscallCounter;
    this.claim = new Claim();
    this.configuration = {};
    this.failure = '';
    this.threads = 0;
    this.spans = [];
    this.spansKept = 0;
    this.samples = [];
    this.uncorrectedSamples = [];
    this.latency = new Histogram();
    this.uncorrected = new Histogram();
    this.measures = new Map();
    this.clear();
  }

  // The timed part of a pass lies between start() and stop().
  start() {
    this.usageAtStart = usageNow(this.syscallCounter);
    this.startedNs = nowNs();
  }

  stop() {
    this.elapsedNs = nowNs() - this.startedNs;
    addUsage(this.usage, this.usageAtStart, usageNow(this.syscallCounter));
    this.totalElapsedNs += this.elapsedNs;
    if (this.threads !== 0) return;
    this.threads = liveThreads();
    this.note('kernel objects', kernelObjects());
  }

  record(latencyNs) {
    this.samples.push(latencyNs);
  }

  // Open loop only: the same operation from its actual start.
  recordUncorrected(latencyNs) {
    this.uncorrectedSamples.push(latencyNs);
  }

  recordSpan(task, startNs, endNs) {
    if (this.spans.length < this.spansKept) this.spans.push([task, startNs - this.startedNs, endNs - this.startedNs]);
  }

  // Folds what the pass recorded into the histograms.
  endPass() {
    this.latency.recordAll(this.samples);
    this.uncorrected.recordAll(this.uncorrectedSamples);
    this.samples = [];
    this.uncorrectedSamples = [];
  }

  operations(count) {
    this.totalOperations += count;
  }

  // The sum of the waits of this pass, for the overlap factor.
  waits(totalNs) {
    this.totalWaitsNs += totalNs;
  }

  // A figure of this pass beside time and latency; the counter is the mean over the passes.
  measure(name, value) {
    const [total, passes] = this.measures.get(name) || [0, 0];
    this.measures.set(name, [total + value, passes + 1]);
  }

  // After stop(), where `count` operations are always under way: what was measured must agree (Little's law).
  closedLoop(count, thinkNs) {
    const busyNs = this.samples.reduce((sum, latency) => sum + latency, 0) + this.samples.length * thinkNs;
    this.measure('in_flight_share', busyNs / this.elapsedNs / count);
  }

  measured() {
    return Object.fromEntries(Array.from(this.measures, ([name, [total, passes]]) => [name, total / passes]));
  }

  // The work came out wrong; the first sentence is kept.
  fail(sentence) {
    this.failure = this.failure || sentence;
  }

  note(key, value) {
    this.configuration[key] = String(value);
  }

  // For a pass whose first part is a rehearsal.
  forgetLatency() {
    this.samples = [];
  }

  // Forgets what earlier passes measured; the claim and the configuration stay.
  clear() {
    this.samples = [];
    this.uncorrectedSamples = [];
    this.latency.clear();
    this.uncorrected.clear();
    this.measures.clear();
    this.totalOperations = 0;
    this.totalWaitsNs = 0;
    this.elapsedNs = 0;
    this.totalElapsedNs = 0;
    this.usage = noUsage();
  }
}

// What the kernel holds for this process beside files and sockets: "[eventfd], [eventpoll]", …
function kernelObjects() {
  const kinds = new Set();
  for (const entry of fs.readdirSync('/proc/self/fd')) {
    try {
      const link = fs.readlinkSync(`/proc/self/fd/${entry}`);
      if (link.startsWith('anon_inode:') && !link.includes('perf')) kinds.add(link.slice('anon_inode:'.length));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error; // the descriptor of this very listing is gone by now
    }
  }
  return Array.from(kinds).sort().join(', ') || 'none';
}
