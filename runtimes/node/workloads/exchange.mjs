// A GET that is the same every time, and what its answer must be. Knows no HTTP client.

import { nowNs } from '../protocol/context.mjs';

// The characters that every body of the target is made of: abc…zabc…
export const pattern = (size) => 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.floor(size / 26) + 1).slice(0, size);

export class Exchange {
  constructor(context, path, body) {
    this.context = context;
    this.path = path;
    const host = context.target.host.includes(':') ? `[${context.target.host}]` : context.target.host;
    this.url = context.realServer || `http://${host}:${context.target.port}${path}`;
    this.body = context.realServer ? null : body;
  }

  // A real server's first answer is what the others must be.
  check({ status, body }) {
    if (status !== 200) this.context.fail(`the answer has status ${status} and not 200`);
    else if (this.body === null) this.body = body;
    else if (body !== this.body) this.context.fail('the body is not what was asked for');
  }

  // After a pass of `count` exchanges that each waited `delayUs`.
  settle(count, delayUs) {
    this.context.operations(count);
    if (!this.context.realServer) this.context.waits(count * delayUs * 1000);
    this.claim(count);
  }

  claim(count) {
    if (!this.context.realServer) this.context.claim.request(this.path, count);
  }
}

// An answer of `size` bytes after `delayUs`.
export const waitExchange = (context, delayUs, size) => new Exchange(context, `/wait/${delayUs}/${size}`, pattern(size));

// One where the server lets them wait, many where there is nothing to wait for: 256 a pass.
export const getsPerTask = (delayUs, tasks) => (delayUs > 0 ? 1 : Math.max(Math.floor(256 / tasks), 1));

// One GET, its latency and its place in the timeline.
export async function timedGet(context, client, exchange, task) {
  const sentNs = nowNs();
  const answer = await client.get(exchange.url);
  const answeredNs = nowNs();
  context.record(answeredNs - sentNs);
  context.recordSpan(task, sentNs, answeredNs);
  exchange.check(answer);
}
