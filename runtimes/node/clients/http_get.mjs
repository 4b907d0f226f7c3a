// http.get with a keep-alive agent.
import http from 'http';

export function openClient(context) {
  const agent = new http.Agent({ keepAlive: true, maxFreeSockets: Infinity });
  context.note('HTTP client', 'http.get');
  context.note('agent', 'keepAlive, no most free sockets (default 256)');
  return {
    get(url) {
      return new Promise((resolve, reject) => {
        http.get(url, { agent }, (response) => {
          let body = '';
          response.setEncoding('latin1');
          response.on('data', (text) => { body += text; });
          response.on('end', () => resolve({ status: response.statusCode, body }));
          response.on('error', reject);
        }).on('error', reject);
      });
    },
    close() {
      agent.destroy();
    },
  };
}
