// node open_time.mjs PAGE [TIMES]: how long a page takes to open in Chromium, and how smooth it is then. Prints medians and
// the worst; it is a measurement, not a test. CPU time of the main thread
// says the same on a busy machine, the others need a quiet one. Runs where the browser's tests are installed.
import { chromium } from 'playwright-core';
import { resolve } from 'node:path';
import { statSync } from 'node:fs';

const [page = '', times = '5'] = process.argv.slice(2);
const arguments_ = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
                    '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Milliseconds between frames while `act` runs. */
const frames = `async (act) => {
  const gaps = [];
  let last = performance.now(), running = true;
  const tick = (now) => { gaps.push(now - last); last = now; if (running) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  await act();
  running = false;
  return gaps.slice(1);
}`;

const scroll = `(${frames})(async () => {
  const height = document.documentElement.scrollHeight;
  for (let step = 0; step <= 120; step += 1) {
    window.scrollTo({ top: (height * step) / 120, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
  }
})`;

/** From the key press to the frame that shows the result. */
const search = `(async () => {
  const box = document.querySelector('.tools input[type=search]');
  if (box === null) return [];
  const taken = [];
  for (const word of ['f', 'file_37', 'serve_9', 'no such thing', '']) {
    const began = performance.now();
    box.value = word;
    box.dispatchEvent(new Event('input'));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    taken.push(performance.now() - began);
  }
  return taken;
})()`;

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const share = (values, part) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
const said = (values) => `median ${median(values).toFixed(0)} ms, worst ${Math.max(...values, 0).toFixed(0)} ms`;

const opened = { content: [], painted: [], loaded: [], thread: [] };
const gaps = [];
const searches = [];
for (let run = 0; run < Number(times); run += 1) {
  const browser = await chromium.launch({ executablePath: process.env.UNBLOCK_CHROMIUM ?? '/usr/bin/chromium', args: arguments_ });
  const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const inspector = await tab.context().newCDPSession(tab);
  await inspector.send('Performance.enable', { timeDomain: 'threadTicks' });
  await tab.goto(`file://${resolve(page)}`, { waitUntil: 'load' });
  await tab.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done)))');
  const entry = await tab.evaluate(`({ navigation: performance.getEntriesByType('navigation')[0].toJSON(),
    paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0 })`);
  opened.content.push(entry.navigation.domContentLoadedEventEnd);
  opened.loaded.push(entry.navigation.loadEventEnd);
  opened.painted.push(entry.paint);
  const { metrics } = await inspector.send('Performance.getMetrics');
  opened.thread.push(1000 * metrics.find((metric) => metric.name === 'ThreadTime').value);
  gaps.push(...(await tab.evaluate(scroll)));
  searches.push(...(await tab.evaluate(search)));
  await browser.close();
}
console.log(`${page}: ${(statSync(page).size / 1e3).toFixed(0)} kB, opened ${times} times, each in a new browser`);
console.log(`first paint      ${said(opened.painted)}`);
console.log(`content          ${said(opened.content)}`);
console.log(`loaded           ${said(opened.loaded)}`);
console.log(`main thread      ${said(opened.thread)} of CPU`);
console.log(`frames, scrolled ${said(gaps)}, p99 ${share(gaps, 0.99).toFixed(0)} ms, ${gaps.length} frames`);
console.log(`search           ${said(searches)}`);
