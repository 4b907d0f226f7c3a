// The server-sent events of the target's /stream: `data: <sequence> <intended_ns> <sent_ns> <padding>`. No I/O here.
import { Exchange, pattern } from './exchange.mjs';

const EVENT_BYTES = 128;
const PATTERN = pattern(EVENT_BYTES);

export class Events {
  constructor(context, count, intervalUs) {
    this.context = context;
    this.exchange = new Exchange(context, `/stream/${count}/${intervalUs}/${EVENT_BYTES}`, '');
    this.url = this.exchange.url;
  }

  // The times of event `sequence`, which must be the one that was asked for.
  parse(line, sequence) {
    const [name, number, intendedNs, sentNs, padding] = line.split(' ');
    const whole = line.length === EVENT_BYTES - 2 && padding === PATTERN.slice(0, padding.length);
    if (name !== 'data:' || Number(number) !== sequence || !whole) {
      this.context.fail(`event ${sequence} of the stream is not the one that was asked for`);
    }
    return { intendedNs: Number(intendedNs), sentNs: Number(sentNs) };
  }
}

// The lines of a body that comes in pieces, empty ones left out.
export async function* linesOf(body) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop();
    yield* lines.filter((line) => line !== '');
  }
}
