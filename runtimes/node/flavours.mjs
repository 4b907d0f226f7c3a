// The Node guests: which HTTP client, which workloads.
const OLDEST_NODE = 18; // the global fetch

const LOOP_WORKLOADS = ['sleep', 'echo', 'spawn', 'connect'];
const HTTP_WORKLOADS = ['gather'];

function flavour(workloads, client) {
  return {
    // Reason for n/a; empty: it runs; null: not listed.
    whyNot(workload) {
      if (!workloads.includes(workload)) return null;
      if (Number(process.versions.node.split('.')[0]) >= OLDEST_NODE) return '';
      return `Node ${process.versions.node} is too old, ${OLDEST_NODE} is needed: apt-get install nodejs`;
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
  node: flavour(LOOP_WORKLOADS.concat(HTTP_WORKLOADS), 'fetch'),
  node_http: flavour(HTTP_WORKLOADS, 'http_get'),
};
