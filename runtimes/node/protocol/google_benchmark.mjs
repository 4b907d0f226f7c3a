// What Google Benchmark does in a C++ worker: choose the cells, find the number of iterations, print rows.
import fs from 'fs';
import os from 'os';
import path from 'path';
import { benchmarkName } from './cells.mjs';
import { InputError } from './errors.mjs';
import { writeFile } from './session.mjs';

const MOST_ITERATIONS = 1e9;

// process.stdout would write later and perhaps not at all before exit().
export function print(text) {
  const bytes = Buffer.from(text);
  for (let done = 0; done < bytes.length;) done += fs.writeSync(1, bytes, done);
}

// A regular expression that matches anywhere in the name; with '-' in front, what does not match.
export function chosen(cells, filter) {
  const keep = !filter.startsWith('-');
  const pattern = keep ? filter : filter.slice(1);
  let regex;
  try {
    regex = new RegExp(pattern === 'all' ? '.' : pattern);
  } catch (error) {
    throw new InputError(`--benchmark_filter=${filter}: not a regular expression: ${error.message}`);
  }
  return cells.filter((cell) => regex.test(benchmarkName(cell)) === keep);
}

// How many iterations the next attempt has: Google Benchmark's rule. 0: the last attempt was long enough.
export function nextIterations(iterations, seconds, minTimeS) {
  if (seconds >= minTimeS || iterations >= MOST_ITERATIONS) return 0;
  let multiplier = (minTimeS * 1.4) / Math.max(seconds, 1e-9);
  if (seconds / minTimeS <= 0.1) multiplier = Math.min(10, multiplier);
  if (multiplier <= 1) multiplier = 2;
  return Math.min(Math.max(Math.round(multiplier * iterations), iterations + 1), MOST_ITERATIONS);
}

// Attempts with more and more iterations until one is long enough; the last one counts.
export async function calibrated(attempt, minTimeS, fixedIterations) {
  let iterations = fixedIterations || 1;
  for (;;) {
    const result = await attempt(iterations);
    if (result.problem) return { iterations: 0, seconds: 0, cpuSeconds: 0, problem: result.problem, counters: {} };
    const more = fixedIterations ? 0 : nextIterations(iterations, result.seconds, minTimeS);
    if (more === 0) return Object.assign(result, { iterations });
    iterations = more;
  }
}

function rowOf(cell, index, { iterations, seconds, cpuSeconds, problem, counters }) {
  const perIteration = iterations > 0 ? 1e9 / iterations : 0;
  return Object.assign(
    {
      name: benchmarkName(cell),
      family_index: index,
      per_family_instance_index: 0,
      run_name: benchmarkName(cell),
      run_type: 'iteration',
      repetitions: 1,
      repetition_index: 0,
      threads: 1,
    },
    problem ? { error_occurred: true, error_message: problem } : {},
    { iterations, real_time: seconds * perIteration, cpu_time: cpuSeconds * perIteration, time_unit: 'ns' },
    counters,
  );
}

function localDate() {
  const now = new Date();
  const offset = -now.getTimezoneOffset();
  const two = (value) => String(Math.floor(Math.abs(value))).padStart(2, '0');
  const local = new Date(now.getTime() + offset * 60e3).toISOString().slice(0, 19);
  return `${local}${offset < 0 ? '-' : '+'}${two(offset / 60)}:${two(offset % 60)}`;
}

function contextOf(runtime) {
  const cpus = os.cpus();
  return {
    date: localDate(),
    host_name: os.hostname(),
    executable: path.join(process.env.UNBLOCK_BIN || '', `unblock-worker-${runtime}`),
    num_cpus: cpus.length,
    mhz_per_cpu: cpus.length > 0 ? cpus[0].speed : 0,
    cpu_scaling_enabled: fs.existsSync('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor'),
    caches: [],
    load_avg: os.loadavg(),
    library_build_type: 'release',
    unblock_kind: 'guest',
    unblock_runtime: runtime,
  };
}

function short(value) {
  for (const [size, suffix] of [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']]) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(6))}${suffix}`;
  }
  return String(Number(value.toPrecision(6)));
}

const KEYS = new Set(['name', 'family_index', 'per_family_instance_index', 'run_name', 'run_type', 'repetitions',
  'repetition_index', 'iterations', 'real_time', 'cpu_time', 'time_unit']);

function consoleLine(row, width) {
  if (row.error_occurred) return `${row.name.padEnd(width)} ERROR OCCURRED: '${row.error_message}'\n`;
  const counters = Object.keys(row).filter((key) => !KEYS.has(key)).sort().map((key) => `${key}=${short(row[key])}`);
  const time = (value) => value.toFixed(0).padStart(12);
  const iterations = String(row.iterations).padStart(10);
  return `${row.name.padEnd(width)} ${time(row.real_time)} ns ${time(row.cpu_time)} ns ${iterations} ${counters.join(' ')}\n`;
}

// Runs the cells; prints rows as they come (console) or at the end (JSON). Returns the rows.
export async function report(runtime, cells, repetition, options) {
  const width = Math.max(...cells.map((cell) => benchmarkName(cell).length));
  const console = options.format === 'console';
  const context = contextOf(runtime);
  if (console) print(`${'Benchmark'.padEnd(width)} ${'Time'.padStart(15)} ${'CPU'.padStart(15)} Iterations UserCounters...\n`);
  const rows = [];
  for (const cell of cells) {
    rows.push(rowOf(cell, rows.length, await repetition(cell)));
    if (console) print(consoleLine(rows[rows.length - 1], width));
  }
  const text = `${JSON.stringify({ context, benchmarks: rows }, null, 2)}\n`;
  if (options.format === 'json') print(text);
  if (options.out) writeFile(options.out, text);
  return rows;
}
