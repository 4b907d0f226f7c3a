// The body of a worker in JavaScript: flags, cells, rows, exit code.
import fs from 'fs';
import { benchmarkName, cellsOf, readTable } from './cells.mjs';
import { countersOf } from './counters.mjs';
import { InputError } from './errors.mjs';
import { calibrated, chosen, print, report } from './google_benchmark.mjs';
import { Session, writeFile } from './session.mjs';

// One sentence for the user's mistake; anything else is ours and ends with its stack.
export function complain(name, error) {
  if (!(error instanceof InputError)) throw error;
  fs.writeSync(2, `${name}: ${error.message}\n`);
  return 2;
}

const problem = (text) => ({ seconds: 0, cpuSeconds: 0, problem: text, counters: {} });

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

// `iterations` passes of a cell.
async function attempt(session, cell, iterations, countsSyscalls) {
  if (cell.not_applicable) return problem(`n/a: ${cell.not_applicable}`);
  try {
    const context = await session.open(cell);
    const before = cpuSeconds();
    let seconds = 0;
    for (let i = 0; i < iterations && !context.failure; ++i) {
      await session.runPass();
      seconds += context.elapsedNs / 1e9;
    }
    const used = cpuSeconds() - before;
    const wrong = context.failure || (await session.verify());
    if (wrong) return problem(`wrong work: ${wrong}`);
    return { seconds, cpuSeconds: used, problem: '', counters: countersOf(context, session, iterations, countsSyscalls) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    // A measured thing that fails is a result, with what went wrong.
    return problem(`failed: ${error.name}: ${error.message}${error.cause ? ` (${error.cause.message})` : ''}`);
  }
}

async function run(options, runtime, cells, makeDriver) {
  if (options.describe) {
    print(`${JSON.stringify({ protocol: 1, runtime, kind: 'guest', cells }, null, 1)}\n`);
    return 0;
  }
  const picked = chosen(cells, options.filter);
  if (options.listTests) {
    print(picked.map((cell) => `${benchmarkName(cell)}\n`).join(''));
    return 0;
  }
  // What cannot be written is said before anything is measured.
  for (const path of [options.out, options.sideFile].filter(Boolean)) writeFile(path, '');
  const session = new Session(runtime, options, makeDriver);
  if (picked.length === 0) {
    fs.writeSync(2, `Failed to match any benchmarks against regex: ${options.filter}\n`);
    await session.finish();
    return 0;
  }
  const repetition = (cell) => calibrated(
    (iterations) => attempt(session, cell, iterations, options.syscallCounter >= 0),
    options.minTimeS,
    cell.once ? 1 : options.iterations,
  );
  const rows = await report(runtime, picked, repetition, options);
  await session.finish();
  return rows.some((row) => row.error_occurred && !row.error_message.startsWith('n/a')) ? 1 : 0;
}

// Exit code: 0 done, 1 a cell failed, 2 the flags were wrong. `whyNot` as in cellsOf(), `makeDriver` as in Session.
export async function workerMain(options, runtime, whyNot, makeDriver) {
  try {
    return await run(options, runtime, cellsOf(runtime, readTable(options.cellsFile), whyNot, options.extraCase), makeDriver);
  } catch (error) {
    return complain(`unblock-worker-${runtime}`, error);
  }
}
