// What goes over an echo connection: the messages of bench/workloads/echo_traffic.h. No I/O here.

// One per connection, each different; 0x80 and above, so that the target echoes.
export function message(connection, size) {
  const period = Buffer.alloc(Math.min(size, 128));
  for (let i = 0; i < period.length; ++i) period[i] = 0x80 | ((connection * 31 + i * 7) & 0x7f);
  return Buffer.alloc(size, period);
}

// Messages per connection that make a pass of 4096.
export const pingsPerConnection = (connections) => Math.max(Math.floor(4096 / connections), 1);
