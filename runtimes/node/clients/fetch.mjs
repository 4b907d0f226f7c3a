// The global fetch, as it is.
export function openClient(context) {
  context.note('HTTP client', `fetch, undici ${process.versions.undici || 'of this Node'}`);
  return {
    async get(url) {
      const response = await fetch(url);
      return { status: response.status, body: await response.text() };
    },
    close() {},
  };
}
