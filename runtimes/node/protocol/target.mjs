// The programs of the build that a worker talks to: the target, where the harness did not start one, and the digest.
import fs from 'fs';
import path from 'path';
import readline from 'readline';
import { spawn, spawnSync } from 'child_process';
import { InputError } from './errors.mjs';

function program(name) {
  const file = path.join(process.env.UNBLOCK_BIN || '', name);
  if (!fs.existsSync(file)) {
    throw new InputError(`'${file}' is missing: start this worker through its launcher in the build's bin folder`);
  }
  return file;
}

// 16 hexadecimal digits over the work claimed so far.
export function digestOf(work) {
  if (work.size === 0) return '0'.repeat(16);
  const args = Array.from(work, ([item, count]) => `${count}:${item}`);
  const done = spawnSync(program('unblock-digest'), args, { encoding: 'utf8' });
  if (done.status !== 0) throw new Error((done.stderr || 'unblock-digest failed').trim());
  return done.stdout.trim();
}

// unblock-target as a child of this worker. It ends when its standard input closes.
export class OwnTarget {
  static async start() {
    const target = new OwnTarget();
    target.process = spawn(program('unblock-target'), [], { stdio: ['pipe', 'pipe', 'inherit'] });
    target.lines = readline.createInterface({ input: target.process.stdout })[Symbol.asyncIterator]();
    const { port, certificate } = await target.answer();
    Object.assign(target, { port, certificate });
    return target;
  }

  async answer() {
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the target ended');
    return JSON.parse(value);
  }

  ask(command) {
    this.process.stdin.write(`${command}\n`);
    return this.answer();
  }

  stop() {
    this.process.stdin.end();
  }
}

// The rules of bench/target/claim_check.cc. Empty: claim and report agree.
export function disagreement(claim, digest, report) {
  const figures = [['connections', claim.connections, report.connections], ['connections over TLS', claim.tlsConnections, report.tls_connections],
    ['resumed TLS connections', claim.tlsResumed, report.tls_resumed], ['requests', claim.requests, report.requests]];
  if (claim.requests === 0 || claim.bytesOut !== 0) figures.push(['bytes sent', claim.bytesOut, report.bytes_in]);
  if (claim.requests === 0) figures.push(['bytes received', claim.bytesIn, report.bytes_out]);
  for (const [what, claimed, counted] of figures) {
    if (claimed !== counted) return `the worker claims ${claimed} ${what}, the target counted ${counted}`;
  }
  if (digest === report.digest) return '';
  return `the digest of the payload is ${digest} by the worker and ${report.digest} by the target`;
}
