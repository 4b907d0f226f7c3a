// http.get with a keep-alive agent.
import http from 'http';

function textOf(response) {
  return new Promise((resolve, reject) => {
    let body = '';
    response.setEncoding('latin1');
    response.on('data', (text) => { body += text; });
    response.on('end', () => resolve({ status: response.statusCode, body }));
    response.on('error', reject);
  });
}

export function openClient(context) {
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: Infinity });
  context.note('HTTP client', 'http.get');
  context.note('agent', 'keepAlive, no most free sockets (default 256)');
  const client = {
    sent: 0, // requests under way since the beginning
    ask(url, signal) {
      return new Promise((resolve, reject) => {
        const request = http.get(url, { agent, signal }, resolve);
        request.on('error', reject);
        request.on('finish', () => { client.sent += 1; });
      });
    },
    async get(url, signal) {
      return textOf(await client.ask(url, signal));
    },
    // Pieces of the body as they come.
    async body(url) {
      const response = await client.ask(url);
      if (response.statusCode !== 200) throw new Error(`the answer has status ${response.statusCode} and not 200`);
      return response;
    },
    close() {
      agent.destroy();
    },
  };
  return client;
}
