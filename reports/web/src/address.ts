// What the reader has chosen, as parameters of the page's address: lists of words, separated by commas.

export function asked(parameter: string): string[] {
  const value = new URLSearchParams(location.search).get(parameter) ?? '';
  return value === '' ? [] : value.split(',');
}

/** An empty list takes the parameter away. Where the browser does not let a page change its address, nothing is remembered. */
export function remember(parameter: string, words: string[]): void {
  const all = new URLSearchParams(location.search);
  if (words.length > 0) all.set(parameter, words.join(','));
  else all.delete(parameter);
  const search = all.toString();
  try {
    history.replaceState(null, '', `${location.pathname}${search === '' ? '' : `?${search}`}${location.hash}`);
  } catch {
    // a file, or a frame without an origin of its own
  }
}
