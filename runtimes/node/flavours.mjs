// The Node guests: which HTTP client, which workloads.
const OLDEST_NODE = 18; // the global fetch
const LONGEST_PASS_S = 3; // as in bench/workloads/workload.h

const LOOP_WORKLOADS = ['sleep', 'echo', 'echo_open', 'spawn', 'connect', 'post', 'yield', 'background', 'cancel', 'timeout', 'stall',
  'cpu', 'file_read'];
const HTTP_WORKLOADS = ['gather', 'gather_open', 'keepalive', 'keepalive_open', 'sequence', 'bounded', 'failing_gather', 'stream',
  'pipeline'];

// What cannot be done here, by workload: a reason, or a function of the arguments.
const NOT_HERE = {
  startup: 'a Node process has its loop from the start: there is none to make',
  blocking_http: 'Node has no blocking HTTP client',
};
const CONDITIONS = {
  cancel: ({ wait }) => (wait === 1 ? 'a Node server accepts at once, so no connect on loopback stays pending' : ''),
  file_read: ({ direct }) => (direct ? 'direct reads need aligned memory, which JavaScript cannot ask for' : ''),
  sequence: ({ requests, delay_us: delayUs }) => (
    (requests * delayUs) / 1e6 > LONGEST_PASS_S ? 'the waits one after another take too long' : ''),
};

// Wires beside TCP. Node cannot name the target's Unix socket, which is in Linux' abstract namespace.
const OVER_TLS = ['echo', 'connect'];
function whyNotOver(wire, workload) {
  if (!wire || (wire.startsWith('tls') && OVER_TLS.includes(workload))) return '';
  return wire === 'udp' ? 'UDP is not written for this guest' : 'this guest speaks TCP, and TLS where it needs no HTTP client';
}

function oldNode() {
  if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return '';
  return `Node ${process.versions.node} is too old, ${OLDEST_NODE} is needed: apt-get install nodejs`;
}

function flavour(workloads, client, notHere) {
  return {
    // Reason for n/a; empty: it runs; null: not listed.
    whyNot(workload, args) {
      if (Object.prototype.hasOwnProperty.call(notHere, workload)) return notHere[workload];
      if (!workloads.includes(workload)) return null;
      return oldNode() || whyNotOver(args.wire, workload) || (CONDITIONS[workload] ? CONDITIONS[workload](args) : '');
    },
    // What runs the passes of one cell; the client lives as long as the cell, as in an application.
    async driver(cell, context) {
      const { run } = await import(`./workloads/${cell.workload}.mjs`);
      context.note('loop', `libuv ${process.versions.uv}`);
      if (!HTTP_WORKLOADS.includes(cell.workload)) return { run: () => run(context), close() {} };
      const { openClient } = await import(`./clients/${client}.mjs`);
      const opened = openClient(context);
      return { run: () => run(context, opened), close: () => opened.close() };
    },
  };
}

export const FLAVOURS = {
  node: flavour(LOOP_WORKLOADS.concat(HTTP_WORKLOADS), 'fetch', NOT_HERE),
  node_http: flavour(HTTP_WORKLOADS, 'http_get', {}),
};
