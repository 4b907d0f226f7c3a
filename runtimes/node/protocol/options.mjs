// The flags of a worker: ours (--unblock_…) and those of Google Benchmark that the harness uses.
import { InputError } from './errors.mjs';

const DEFAULTS = {
  guest: '', // which runtime of this script (written by the launcher)
  cellsFile: '', // the workloads and their arguments, as the C++ workers describe them
  describe: false,
  port: 0, // of the target; 0: start one
  address: '127.0.0.1', // of its host
  certificate: '', // SHA-256 of what it shows over TLS
  server: '', // a real server for the HTTP workloads
  sideFile: '',
  extraCase: '',
  syscallCounter: -1, // a counter that the launcher opened; -1: not counted
  spans: false,
  filter: '.',
  listTests: false,
  minTimeS: 0.5,
  iterations: 0, // fixed by --benchmark_min_time=<n>x; 0: calibrated
  out: '',
  format: 'console',
};

function number(text, flag, most) {
  if (!/^[0-9]+$/.test(text) || Number(text) > most) {
    throw new InputError(`${flag}=${text}: a number from 0 to ${most} is expected`);
  }
  return Number(text);
}

function minTime(options, text, flag) {
  if (/^[1-9][0-9]*x$/.test(text)) {
    options.iterations = parseInt(text, 10);
    return;
  }
  const match = /^([0-9]*\.?[0-9]+(?:e-?[0-9]+)?)s?$/.exec(text);
  if (!match || !(Number(match[1]) > 0)) {
    throw new InputError(`${flag}=${text}: seconds or a number of iterations ('0.5' or '10x') are expected`);
  }
  options.minTimeS = Number(match[1]);
}

function oneOf(text, flag, known) {
  if (!known.includes(text)) throw new InputError(`${flag}=${text}: ${known.join(' or ')} is expected`);
  return text;
}

const FLAGS = {
  '--unblock_guest': (options, value) => { options.guest = value; },
  '--unblock_cells': (options, value) => { options.cellsFile = value; },
  '--unblock_address': (options, value) => { options.address = value; },
  '--unblock_port': (options, value, flag) => { options.port = number(value, flag, 65535); },
  '--unblock_certificate': (options, value) => { options.certificate = value; },
  '--unblock_server': (options, value) => { options.server = value; },
  '--unblock_side': (options, value) => { options.sideFile = value; },
  '--unblock_case': (options, value) => { options.extraCase = value; },
  '--unblock_syscall_fd': (options, value, flag) => { options.syscallCounter = number(value, flag, 1 << 20); },
  '--benchmark_filter': (options, value) => { options.filter = value; },
  '--benchmark_min_time': minTime,
  '--benchmark_out': (options, value) => { options.out = value; },
  '--benchmark_out_format': (options, value, flag) => { oneOf(value, flag, ['json']); },
  '--benchmark_format': (options, value, flag) => { options.format = oneOf(value, flag, ['console', 'json']); },
  '--benchmark_list_tests': (options, value, flag) => { options.listTests = oneOf(value, flag, ['true', 'false']) === 'true'; },
  '--benchmark_color': () => {},
  '--benchmark_counters_tabular': () => {},
  '--benchmark_repetitions': (options, value, flag) => {
    if (value === '1') return;
    throw new InputError(`${flag}=${value}: this worker measures each cell once; \`unblock bench run\` repeats it in rounds`);
  },
};

export function parse(args) {
  const options = Object.assign({}, DEFAULTS);
  for (const argument of args) {
    const equals = argument.indexOf('=');
    const flag = equals < 0 ? argument : argument.slice(0, equals);
    if (argument === '--unblock_describe') options.describe = true;
    else if (argument === '--unblock_spans') options.spans = true;
    else if (argument === '--benchmark_list_tests') options.listTests = true;
    else if (equals >= 0 && Object.prototype.hasOwnProperty.call(FLAGS, flag)) FLAGS[flag](options, argument.slice(equals + 1), flag);
    else throw new InputError(`unknown flag '${argument}'`);
  }
  return options;
}
