// A connection on which one message is sent and as many bytes are read back. net.Socket with promises around its events.
const AT_ONCE = 256; // more than the backlog would wait for lost SYNs

export class Connection {
  static async open(context) {
    return new Connection(await context.wire.connect());
  }

  constructor(socket) {
    this.socket = socket;
    this.parts = [];
    this.missing = 0;
    socket.removeAllListeners('error');
    socket.on('error', (error) => this.reject(error));
    socket.on('data', (bytes) => this.received(bytes));
    socket.on('end', () => this.reject(new Error('the peer closed the connection')));
  }

  // Sends `bytes`; the answer is as long.
  exchange(bytes) {
    const answer = this.receive(bytes.length);
    this.socket.write(bytes);
    return answer;
  }

  receive(size) {
    return new Promise((resolve, reject) => {
      this.missing = size;
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  received(bytes) {
    this.parts.push(bytes);
    this.missing -= bytes.length;
    if (this.missing > 0) return;
    const answer = this.parts.length === 1 ? this.parts[0] : Buffer.concat(this.parts);
    this.parts = [];
    this.resolve(answer);
  }

  close() {
    this.reject = () => {};
    return new Promise((resolve) => {
      this.socket.once('close', resolve);
      this.socket.destroy();
    });
  }
}

// `count` open connections, made before the clock starts.
export async function openAll(context, count) {
  const connections = [];
  while (connections.length < count) {
    const batch = Math.min(AT_ONCE, count - connections.length);
    connections.push(...(await Promise.all(Array.from({ length: batch }, () => Connection.open(context)))));
  }
  context.note('TCP_NODELAY', 'on, as asked for');
  return connections;
}
