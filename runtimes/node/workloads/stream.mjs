// stream: `for await` over K streams of chunks that arrive on the target's schedule, as an LLM sends tokens.
import { Histogram } from '../protocol/histogram.mjs';
import { nowNs } from '../protocol/context.mjs';
import { Events, linesOf } from './events.mjs';

const LATE_NS = 5e6; // a stream is good when its first chunk and every gap are at most this much later than its schedule

async function follow(context, client, events, gaps) {
  const intervalNs = context.arguments.interval_us * 1000;
  let chunks = 0;
  let good = true;
  let previousNs = nowNs();
  for await (const line of linesOf(await client.body(events.url))) {
    const now = nowNs();
    const { intendedNs, sentNs } = events.parse(line, chunks);
    context.record(now - intendedNs);
    context.recordUncorrected(now - sentNs);
    gaps.targetLate.push(Math.max(sentNs - intendedNs, 0));
    (chunks > 0 ? gaps.between : gaps.first).push(now - previousNs);
    good = good && now - previousNs <= intervalNs + LATE_NS;
    previousNs = now;
    chunks += 1;
  }
  gaps.good += good ? 1 : 0;
  if (chunks !== context.arguments.chunks) context.fail('a stream did not bring all its chunks');
}

function reportGaps(context, gaps) {
  for (const [name, samples] of [['first_chunk', gaps.first], ['between_chunks', gaps.between], ['target_late', gaps.targetLate]]) {
    const histogram = new Histogram();
    histogram.recordAll(samples);
    context.measure(`${name}_p50_ns`, histogram.quantileNs(0.5));
    context.measure(`${name}_p99_ns`, histogram.quantileNs(0.99));
  }
  context.measure('good_streams', gaps.good / context.arguments.streams);
}

export async function run(context, client) {
  const { streams, chunks, interval_us: intervalUs } = context.arguments;
  const events = new Events(context, chunks, intervalUs);
  const gaps = { first: [], between: [], targetLate: [], good: 0 };
  context.start();
  await Promise.all(Array.from({ length: streams }, () => follow(context, client, events, gaps)));
  context.stop();
  reportGaps(context, gaps);
  context.operations(streams * chunks);
  context.waits(streams * chunks * intervalUs * 1000);
  events.exchange.claim(streams);
}
