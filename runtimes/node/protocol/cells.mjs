// The cells of a guest: the C++ workers' own table of workloads (--unblock_cells), under the guest's name.
import fs from 'fs';
import { InputError } from './errors.mjs';

// Beside TCP, which has no argument.
const WIRES = ['unix', 'tls', 'tls_resumed', 'udp'];

export function readTable(path) {
  try {
    return JSON.parse(fs.readFileSync(path, 'utf8')).cells;
  } catch (error) {
    throw new InputError(`cannot read the table of workloads '${path}': ${error.message}; build the target 'guest-cells'`);
  }
}

function makeCell(runtime, row, args, notApplicable, quick, once) {
  const name = [runtime, row.workload].concat(args.map(([key, value]) => `${key}:${value}`)).join('/');
  // What the table says beside the arguments is passed on. Of these: [['tasks', 100], …]
  return { ...row, name, arguments: args, quick, once, not_applicable: notApplicable };
}

// As Google Benchmark prints it.
export function benchmarkName(cell) {
  return `${cell.name}${cell.once ? '/iterations:1' : ''}/process_time/manual_time`;
}

// `whyNot(workload, arguments)` gives the reason for n/a, '' where the cell runs, null where it is not listed.
export function cellsOf(runtime, rows, whyNot, extraCase) {
  const cells = [];
  const add = (row, args, quick, once) => {
    const reason = whyNot(row.workload, Object.fromEntries(args));
    if (reason === null) return;
    const cell = makeCell(runtime, row, args, reason, quick, once);
    if (cells.every((known) => known.name !== cell.name)) cells.push(cell);
  };
  for (const row of rows) add(row, row.arguments, row.quick, row.once);
  if (extraCase) {
    const { row, args } = parseCase(runtime, rows, whyNot, extraCase);
    add(row, args, false, false);
  }
  return cells;
}

function parseCase(runtime, rows, whyNot, text) {
  const [workload, ...parts] = text.split('/');
  const row = rows.find((candidate) => candidate.workload === workload);
  if (!row || whyNot(workload, Object.fromEntries(row.arguments)) === null) throw new InputError(`runtime '${runtime}' has no workload '${workload}'`);
  const args = row.arguments.map((pair) => pair.slice());
  for (const part of parts) setArgument(args, part, workload);
  return { row, args };
}

function setArgument(args, part, workload) {
  const colon = part.indexOf(':');
  const name = colon < 0 ? part : part.slice(0, colon);
  if (name === 'wire' && WIRES.includes(part.slice(colon + 1))) {
    args.push([name, part.slice(colon + 1)]);
    return;
  }
  const pair = args.find(([key]) => key === name);
  if (!pair || colon < 0) {
    const known = args.map(([key]) => key).join(', ');
    throw new InputError(`workload '${workload}' has no parameter '${name}'; it has ${known}`);
  }
  const value = part.slice(colon + 1);
  if (!/^[0-9]+$/.test(value)) {
    throw new InputError(`'${value}' is no value for the parameter '${name}': a whole number from 0 on is expected`);
  }
  pair[1] = Number(value);
  if (pair[1] === 0 && pair === args[0]) throw new InputError(`the parameter '${name}' must be at least 1`);
}
