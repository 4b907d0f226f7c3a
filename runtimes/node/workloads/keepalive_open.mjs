// keepalive_open: a rate of requests over keep-alive connections, behind an upstream that takes its time.
import { getOnSchedule } from './gather_open.mjs';
import { OpenLoop } from './schedule.mjs';

export async function run(context, client) {
  const { connections, delay_us: delayUs, pass_ms: passMs } = context.arguments;
  await getOnSchedule(context, client, new OpenLoop(context, passMs / 1e3), connections, delayUs);
}
