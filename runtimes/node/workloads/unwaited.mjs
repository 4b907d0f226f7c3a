// What becomes of promises that nobody waits for, tried out in a process of its own: one of the answers is that the program ends.
import { spawnSync } from 'child_process';

const TASKS = 8;
const SETTING = `
  const { writeSync } = require('fs');
  const { setTimeout: wait } = require('timers/promises');
  let finished = 0;
  process.on('exit', () => writeSync(1, String(finished)));`;
const START_AND_LEAVE = `${SETTING}
  async function work() { await wait(5); finished += 1; }
  (async () => { for (let i = 0; i < ${TASKS}; ++i) work(); })();`;
const START_FAILING_AND_GO_ON = `${SETTING}
  async function fail() { await wait(1); throw new Error('of a promise that nobody waits for'); }
  (async () => { fail(); await wait(20); finished = 1; })();`;

const run = (script) => spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });

// Once: a process takes longer than a pass.
let seen = null;

function tryOut() {
  const finished = Number(run(START_AND_LEAVE).stdout);
  const failing = run(START_FAILING_AND_GO_ON);
  return { finished, endsProgram: failing.status !== 0 && failing.stdout === '0' };
}

export function reportUnwaited(context) {
  seen = seen || tryOut();
  const left = TASKS - seen.finished;
  context.measure('unwaited_finished', seen.finished);
  context.measure('unwaited_destroyed', 0);
  context.measure('unwaited_left', left);
  context.measure('unwaited_error_heard', 0);
  context.measure('unwaited_error_ends_program', seen.endsProgram ? 1 : 0);
  const ends = [[seen.finished, 'finish before the loop ends'], [left, 'never finish']];
  const text = ends.filter(([count]) => count > 0).map(([count, what]) => `${count} of ${TASKS} ${what}`).join(', ');
  context.note('when nobody waits', `${text}; an error ${seen.endsProgram ? 'ends the program' : 'is lost'}`);
}
