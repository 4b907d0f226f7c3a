// The global fetch, as it is.
import diagnostics from 'diagnostics_channel';

export function openClient(context) {
  context.note('HTTP client', `fetch, undici ${process.versions.undici || 'of this Node'}`);
  const client = {
    sent: 0, // requests under way since the beginning, counted only for the workload that asks
    async get(url, signal) {
      const response = await fetch(url, { signal });
      return { status: response.status, body: await response.text() };
    },
    // Pieces of the body as they come.
    async body(url) {
      const response = await fetch(url);
      if (response.status !== 200) throw new Error(`the answer has status ${response.status} and not 200`);
      return response.body;
    },
    close() {
      diagnostics.unsubscribe('undici:client:sendHeaders', count);
    },
  };
  const count = () => {
    client.sent += 1;
  };
  if ('fail_fast' in context.arguments) diagnostics.subscribe('undici:client:sendHeaders', count);
  return client;
}
