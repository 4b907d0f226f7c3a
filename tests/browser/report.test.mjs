// Opens the pages made from the test data in Debian's Chromium and looks: node --test, pages in UNBLOCK_PAGES.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const pages = process.env.UNBLOCK_PAGES;
const hasScript = process.env.UNBLOCK_PAGE_HAS_SCRIPT === '1';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const jenkins = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'";
const needsScript = hasScript ? {} : { skip: 'the page was built without its script: Node was missing' };

let browser;
let server;
let address;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.UNBLOCK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
           '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
  server = createServer((request, response) => {
    response.setHeader('Content-Security-Policy', jenkins);
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(readFileSync(join(pages, new URL(request.url, 'http://localhost').pathname.slice(1))));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${server.address().port}`;
});

after(async () => {
  await browser.close();
  server.close();
});

/** A page with everything that it says and asks for. */
async function open(name, options = {}, url = `file://${join(pages, name)}`) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const said = [];
  const asked = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('dialog', (dialog) => said.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(url);
  return { context, page, said, asked };
}

async function withPage(name, options, look, url) {
  const opened = await open(name, options, url);
  try {
    await look(opened.page, opened);
  } finally {
    await opened.context.close();
  }
}

const marks = ':is(figure, td) svg :is(rect, circle, path)';

describe('the page', () => {
  it('renders every kind of chart, without an error and without a request', () =>
    withPage('sample.html', {}, async (page, { said, asked }) => {
      assert.deepEqual(said, []);
      assert.equal(asked.length, 1);
      const titles = await page.locator('figcaption strong').allTextContents();
      for (const title of ['Latency by percentile', 'Latency histogram', 'What changed',
                           'Waits over time, in sequence and overlapped', 'Scaling: memory per task over tasks']) {
        assert.ok(titles.includes(title), `no chart "${title}"`);
      }
      assert.ok((await page.locator('#echo table tbody tr').first().locator('svg rect').count()) >= 2, 'no bars beside the numbers');
      for (const figure of await page.locator('figure').all()) {
        assert.ok((await figure.locator('svg :is(rect, circle, path)').count()) > 2, await figure.innerText());
        const beside = figure.locator('a', { hasText: 'In the table' });
        const numbers = (await beside.count()) > 0 ? page.locator(`[id="${(await beside.getAttribute('href')).slice(1)}"]`) : figure;
        assert.ok((await numbers.locator('tbody tr').count()) > 0, 'a chart without its numbers');
      }
    }));

  it('is smaller than 400 kB', () => assert.ok(readFileSync(join(pages, 'sample.html')).length < 400_000));

  it('has its message on the first screen: verdicts, the picture of waits, the findings', () =>
    withPage('sample.html', {}, async (page) => {
      const questions = await page.locator('.tiles .asked').allTextContents();
      assert.deepEqual(questions, ['What overlapping the waits bought', 'What it cost in memory', 'What the linter found']);
      for (const tile of await page.locator('.tiles li').all()) {
        assert.ok((await tile.boundingBox()).y < 500, await tile.innerText());
        const link = await tile.locator('a').getAttribute('href');
        assert.equal(await page.locator(`[id="${link.slice(1)}"]`).count(), 1, `${link} leads nowhere`);
      }
      assert.ok((await page.locator('#overview figure').first().boundingBox()).y < 900);
      assert.match(await page.locator('.tiles li').last().innerText(), /4 findings/);
    }));

  it('says the doubts in one line that opens', () =>
    withPage('sample.html', {}, async (page) => {
      const doubts = page.locator('#overview details.doubts');
      assert.match(await doubts.innerText(), /reasons? to doubt some of these numbers/);
      assert.ok((await doubts.boundingBox()).height < 60);
      await doubts.locator('summary').first().click();
      assert.match(await doubts.innerText(), /wrong-work/);
      assert.ok(!(await page.locator('#gather').innerText()).includes('60.0 µs'), 'a withheld time is shown');
    }));

  it('loses nothing without script', () =>
    withPage('sample.html', { javaScriptEnabled: false }, async (page) => {
      assert.ok((await page.locator(marks).count()) > 200);
      assert.equal(await page.locator('.finding').count(), 4);
      await page.locator('.finding summary', { hasText: 'fsync' }).click();
      assert.ok(await page.locator('.chain').first().isVisible());
      assert.match(await page.locator('.chain').first().innerText(), /handed to co_spawn[\s\S]*Journal::commit/);
    }));

  it('keeps its charts and their colours under the default policy of Jenkins', () =>
    withPage('sample.html', {}, async (page) => {
      const bar = page.locator('#echo table').first().locator('tbody tr td rect').last();
      const box = await bar.boundingBox();
      assert.ok(box.width > 20 && box.height > 5, 'the bar has no size');
      const colours = await page.evaluate((selector) => {
        const shown = [...document.querySelectorAll(selector)].map((mark) => getComputedStyle(mark).fill);
        return [...new Set(shown)].length;
      }, '#echo td rect').catch(() => null);
      if (colours !== null) assert.ok(colours >= 3, 'all bars look alike');
      assert.ok(await page.locator('text=thread was').or(page.locator('text=epoll was fastest')).first().isVisible());
      await page.locator('.finding summary', { hasText: 'fsync' }).click();
      assert.ok(await page.locator('.chain').first().isVisible());
    }, `${address}/sample.html`));

  it('is wide on a wide screen and never wider than a narrow one', async () => {
    for (const width of [320, 390, 768, 1600]) {
      await withPage('sample.html', { viewport: { width, height: 800 } }, async (page) => {
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(overflow <= 0, `${overflow} px too wide at ${width}`);
      });
    }
  });

  it('is dark where the system is dark', async () => {
    const luminance = async (colorScheme) => {
      let value;
      await withPage('sample.html', { colorScheme }, async (page) => {
        value = await page.evaluate(() => Number(getComputedStyle(document.body).backgroundColor.match(/\d+/)[0]));
      });
      return value;
    };
    assert.ok((await luminance('dark')) < 60);
    assert.ok((await luminance('light')) > 200);
  });

  it('links to a place inside something folded', () =>
    withPage('sample.html', {}, async (page) => {
      if (hasScript) assert.ok(await page.locator('#guide-gather .prose').isVisible(), 'the chapter stays folded');
      else assert.ok(await page.locator('#guide-gather summary').isVisible());
    }, `file://${join(pages, 'sample.html')}#guide-gather`));

  for (const colorScheme of ['light', 'dark']) {
    it(`has nothing that axe finds serious, ${colorScheme}`, () =>
      withPage('sample.html', { colorScheme }, async (page) => {
        await page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));
        await page.evaluate(axe);
        const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        const serious = result.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        const told = serious.map((v) => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].failureSummary}`);
        assert.deepEqual(told, []);
      }));
  }
});

describe('what the script adds', needsScript, () => {
  it('filters and searches findings', () =>
    withPage('sample.html', {}, async (page) => {
      const shown = () => page.locator('.finding:visible').count();
      await page.getByLabel('Search findings').fill('jobs lazy');
      assert.equal(await shown(), 1);
      await page.getByLabel('Search findings').fill('');
      await page.getByLabel('All severities').selectOption('warning');
      assert.equal(await shown(), 2);
      assert.equal(await page.locator('output').innerText(), '2 of 4');
      await page.getByLabel('Search findings').fill('no such thing');
      assert.equal(await shown(), 0);
    }));

  it('sorts a table by its numbers, both ways, and leaves what has no result at the end', () =>
    withPage('sample.html', {}, async (page) => {
      const table = page.locator('#gather table.sortable').first();
      const first = () => table.locator('tbody th').first().innerText();
      const last = () => table.locator('tbody th').last().innerText();
      const head = table.locator('thead button', { hasText: 'CPU per operation' });
      await head.click();
      assert.equal((await first()).trim(), 'epoll');
      await head.click();
      assert.equal((await first()).trim(), 'python_asyncio');
      assert.equal((await last()).trim(), 'asio_uring');
    }));

  it('hides a runtime everywhere', () =>
    withPage('sample.html', {}, async (page) => {
      const chip = page.getByRole('button', { name: 'libuv', exact: true });
      assert.ok((await page.locator('[data-series="libuv"]:visible').count()) > 5);
      await chip.click();
      assert.equal(await page.locator('[data-series="libuv"]:visible').count(), 0);
      await chip.click();
      assert.ok((await page.locator('[data-series="libuv"]:visible').count()) > 5);
    }));

  it('keeps what was chosen in its address', () =>
    withPage('sample.html', {}, async (page) => {
      await page.getByRole('button', { name: 'libuv', exact: true }).click();
      await page.getByLabel('All severities').selectOption('warning');
      const address = new URL(page.url());
      assert.equal(address.searchParams.get('hide'), 'libuv');
      await page.goto(address.href);
      assert.equal(await page.locator('[data-series="libuv"]:visible').count(), 0);
      assert.ok((await page.locator('[data-series="epoll"]:visible').count()) > 5);
      assert.equal(await page.locator('.finding:visible').count(), 2);
      await page.getByRole('button', { name: 'all', exact: true }).click();
      assert.equal(new URL(page.url()).searchParams.get('hide'), null);
      assert.ok((await page.locator('[data-series="libuv"]:visible').count()) > 5);
    }));

  it('shows only what is new since the baseline', () =>
    withPage('compared.html', {}, async (page) => {
      assert.match(await page.locator('#overview').innerText(), /1 new finding, 1 fixed, 2 unchanged/);
      await page.getByLabel('New and old').selectOption('new');
      assert.equal(await page.locator('#finding-list .finding:visible').count(), 1);
      assert.equal(new URL(page.url()).searchParams.get('state'), 'new');
      await page.locator('details.gone > summary').click();
      assert.equal(await page.locator('details.gone .finding:visible').count(), 1);
    }));

  it('shows the figures of a mark under the pointer', () =>
    withPage('sample.html', {}, async (page) => {
      await page.locator('#sleep figure[id*=scaling] circle').last().hover();
      assert.match(await page.locator('.tip').innerText(), /at .* tasks/);
    }));

  it('enlarges and zooms a chart with the keyboard alone', () =>
    withPage('sample.html', {}, async (page) => {
      await page.locator('.enlarge').first().focus();
      await page.keyboard.press('Enter');
      const drawing = page.locator('dialog svg');
      const before = await drawing.getAttribute('viewBox');
      await page.getByRole('button', { name: 'Zoom in' }).focus();
      await page.keyboard.press('Enter');
      assert.notEqual(await drawing.getAttribute('viewBox'), before);
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
    }));

  it('lets the reader choose the theme', () =>
    withPage('sample.html', { colorScheme: 'light' }, async (page) => {
      const button = page.getByRole('button', { name: /Theme/ });
      await button.click();
      await button.click();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
    }));
});

describe('a page of twenty runtimes', () => {
  const unfolded = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((folded) => (folded.open = true)));

  it('is smaller than 400 kB', () => assert.ok(readFileSync(join(pages, 'many.html')).length < 400_000));

  it('has no table that scrolls sideways at 1280 pixels', () =>
    withPage('many.html', { viewport: { width: 1265, height: 900 } }, async (page) => {
      await unfolded(page);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('.scroll')]
          .filter((part) => part.scrollWidth > part.clientWidth + 1)
          .map((part) => `${part.getAttribute('aria-label')}: ${part.scrollWidth} > ${part.clientWidth}`));
      assert.deepEqual(wide, []);
    }));

  it('keeps the names of runtimes in sight where a table scrolls, and whole everywhere', () =>
    withPage('many.html', { viewport: { width: 400, height: 800 } }, async (page) => {
      await unfolded(page);
      const table = page.locator('#echo .scroll').first();
      await table.evaluate((part) => (part.scrollLeft = 200));
      const name = table.locator('tbody th').first();
      const [left, edge] = [(await name.boundingBox()).x, (await table.boundingBox()).x];
      assert.ok(Math.abs(left - edge) < 2, `the name is at ${left}, the table at ${edge}`);
      const broken = await page.evaluate(() =>
        [...document.querySelectorAll('.workload tbody th')].filter((head) => head.textContent.length < 16 && head.getClientRects()[0].height > 40).map((head) => head.textContent));
      assert.deepEqual(broken, []);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)) <= 0);
    }));

  it('does not call everything the best', () =>
    withPage('many.html', {}, async (page) => {
      const row = page.locator('.matrix tbody tr', { hasText: 'echo' }).first();
      const best = await row.locator('.best').count();
      assert.ok(best >= 1 && best < 6, `${best} are the best`);
      assert.ok((await row.locator('.bad-text').count()) >= 1, 'nothing is far behind');
    }));

  it('shows one group of runtimes alone', needsScript, () =>
    withPage('many.html', {}, async (page) => {
      await page.getByRole('button', { name: 'only other languages' }).click();
      assert.equal(await page.locator('#echo tbody tr[data-series="epoll"]:visible').count(), 0);
      assert.ok((await page.locator('#echo tbody tr[data-series="go"]:visible').count()) > 0);
    }));

  it('prints in full: no part is cut, and figures are not empty', () =>
    withPage('many.html', {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      const wide = await page.evaluate(() => {
        const body = document.body.getBoundingClientRect().right;
        return [...document.querySelectorAll('main table, main figure')].filter((part) => part.getBoundingClientRect().right > body + 1).length;
      });
      assert.equal(wide, 0);
      const pdf = await page.pdf({ format: 'A4' });
      const sheets = (pdf.toString('latin1').match(/\/Type\s*\/Page\b/g) ?? []).length;
      assert.ok(sheets > 0 && sheets < 40, `${sheets} sheets`);
    }));
});

describe('hostile input', () => {
  it('stays text: nothing runs, nothing loads, nothing breaks', () =>
    withPage('hostile.html', {}, async (page, { said, asked }) => {
      assert.deepEqual(said, []);
      assert.equal(asked.length, 1);
      assert.equal(await page.evaluate(() => window.hacked), undefined);
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.locator('[onclick], [onerror], a[href^="javascript"]').count(), 0);
      assert.equal(await page.locator('script').count(), hasScript ? 1 : 0);
      assert.ok((await page.locator('footer').innerText()).startsWith('Written by Unblock'), 'the page ends early');
      assert.ok((await page.locator('#findings').innerText()).includes('<script>window.hacked=1</script>'));
      if (hasScript) {
        await page.getByLabel('Search findings').fill('onerror');
        assert.equal(await page.evaluate(() => window.hacked), undefined);
      }
    }));

  it('marks the characters that turn the direction of source code', () =>
    withPage('hostile.html', {}, async (page) => {
      const text = await page.content();
      assert.ok(text.includes('[U+202E]'));
      assert.ok(!text.includes('\u202e'));
    }));
});

describe('a large report', () => {
  it('keeps the places of a chain without script', () =>
    withPage('large.html', { javaScriptEnabled: false }, async (page) => {
      await page.locator('.file > summary').first().click();
      await page.locator('.file').first().locator('.finding summary').first().click();
      assert.ok(await page.locator('.finding[open]').first().isVisible());
    }));

  it('has all of its findings and can be searched', () =>
    withPage('large.html', {}, async (page, { said }) => {
      assert.deepEqual(said, []);
      assert.equal(await page.locator('.finding').count(), 5000);
      if (hasScript) {
        await page.getByLabel('Search findings').fill('file_37.cc');
        const shown = await page.locator('.finding:visible').count();
        assert.ok(shown > 0 && shown < 200, `${shown} are shown`);
      }
      console.log('large.html:', await page.evaluate(() => {
        const entry = performance.getEntriesByType('navigation')[0];
        return `${Math.round(entry.domContentLoadedEventEnd)} ms to its content, ${Math.round(entry.loadEventEnd)} ms to its end`;
      }));
    }));
});
