// Blocks Node's loop in three ways, one after the other.
const {execSync} = require("child_process");

const cell = new Int32Array(new SharedArrayBuffer(4));
const mistakes = [
  () => Atomics.wait(cell, 0, 0, 60),
  () => { for (const end = process.cpuUsage().user + 80e3; process.cpuUsage().user < end;); },
  () => execSync("sleep 0.06"),
];
let turn = 0;
const timer = setInterval(() => {
  if (turn++ % 3 == 2) (mistakes[turn / 3 - 1] ?? (() => {}))();
  if (turn > 12) clearInterval(timer);
}, 5);
