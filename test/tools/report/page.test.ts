import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { pageAssets } from '../../../tools/report/page-assets';
import { renderReport } from '../../../tools/report/render-report';
import { temporaryDirectory } from '../support/temporary-directory';
import { startBrowser } from './browser';
import { reportOf } from './report-fixture';

const directory = temporaryDirectory();
const address = pathToFileURL(path.join(directory, 'report.html')).href;
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 375, height: 740 };

let browser: Browser;
beforeAll(async () => {
  writeFileSync(path.join(directory, 'report.html'), await renderReport(reportOf(), pageAssets()));
  browser = await startBrowser(path.join(directory, 'browser'));
});
afterAll(() => browser?.close());

/** Opens the report; everything that the browser complains of, or that it asks for, is a failure. */
async function open(options: BrowserContextOptions, check: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) complaints.push(request.url());
  });
  await page.goto(address);
  await check(page);
  expect(complaints).toEqual([]);
  await context.close();
}

/** Share of the points of a chart that are drawn on. */
const drawnShare = (page: Page, id: string) =>
  page.evaluate<number>(`(() => {
    const canvas = document.getElementById('chart-${id}');
    const points = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    let drawn = 0;
    for (let index = 3; index < points.length; index += 4) if (points[index] > 0) drawn += 1;
    return drawn / (points.length / 4);
  })()`);

/** Opens everything that can be opened. */
const unfold = (page: Page) =>
  page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");

/** An expression of each `element` that a selector finds. */
const each = <Value>(page: Page, selector: string, expression: string) =>
  page.evaluate<Value[]>(`[...document.querySelectorAll('${selector}')].map((element) => ${expression})`);
const numbers = (page: Page, selector: string, expression: string) =>
  each<number>(page, selector, expression);

/** Where each edge begins and ends on the screen. */
const endsOfEdges = (page: Page) =>
  each<string>(
    page,
    '.layers .edge',
    `[0, element.getTotalLength()].map((length) => {
      const { x, y } = element.getPointAtLength(length).matrixTransform(element.getScreenCTM());
      return Math.round(x) + ',' + Math.round(y);
    }).join(' to ')`,
  );
/** Where each edge should: from the right side of a box to the left side of the other, from left to left in one column. */
const sidesOfBoxes = (page: Page) =>
  each<string>(
    page,
    '.layers .edge',
    `(([from, to]) => {
      const place = (x, { y, height }) => Math.round(x) + ',' + Math.round(y + height / 2);
      return place(from.right < to.left ? from.right : from.left, from) + ' to ' + place(to.left, to);
    })(['from', 'to'].map((end) =>
      document.querySelector('.node[data-id="' + element.dataset[end] + '"]').getBoundingClientRect()))`,
  );

const focusedText = (page: Page) => page.evaluate<string>('document.activeElement.textContent.trim()');
const panel = (page: Page) => page.locator('.panel');

describe('the report in a browser', () => {
  it('shows graph and charts, and runs nothing of a hostile payload', () =>
    open({ viewport: WIDE }, async (page) => {
      expect(await page.locator('.node').count()).toBe(6);
      for (const node of await page.locator('.node').all()) expect(await node.isVisible()).toBe(true);
      for (const id of ['active-users', 'top-artists', 'subscriptions', 'retention']) {
        expect(await drawnShare(page, id)).toBeGreaterThan(0.01);
      }
      await page.locator('.reason summary').click();
      expect(await page.locator('.samples pre').first().isVisible()).toBe(true);
      expect(await page.evaluate('globalThis.attacked')).toBeUndefined();
    }));

  it('draws the charts in other colours when the page goes dark', () =>
    open({ viewport: WIDE, colorScheme: 'light' }, async (page) => {
      const chart = page.locator('#chart-subscriptions');
      const light = await chart.screenshot();
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(light.equals(await chart.screenshot())).toBe(false);
      expect(await drawnShare(page, 'subscriptions')).toBeGreaterThan(0.01);
    }));

  it('shows a dataset that is clicked beside the graph, with all that belongs to it', () =>
    open({ viewport: WIDE }, async (page) => {
      expect(await panel(page).isVisible()).toBe(false);
      await page.locator('a.node[data-id="bronze_sales"]').click();
      expect(await panel(page).textContent()).toContain('price > 0');
      expect(await page.locator('.panel article:visible').count()).toBe(1);
      const related = await page.evaluate<string[]>(
        "[...document.querySelectorAll('.node.related')].map((node) => node.dataset.id)",
      );
      expect(related.sort()).toEqual(
        ['bronze_sales', 'gold_activity', 'gold_daily_activity', 'raw_sales', 'topic:sales'].sort(),
      );
      const [graph, details] = await Promise.all([
        page.locator('.graph').boundingBox(),
        panel(page).boundingBox(),
      ]);
      expect(details?.x).toBeGreaterThan((graph?.x ?? 0) + (graph?.width ?? 0) - 1);
    }));

  it('is used with the keyboard alone', () =>
    open({ viewport: WIDE }, async (page) => {
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe('Skip to the report');
      await page.locator('.layers').focus();
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toContain('raw_sales');
      await page.keyboard.press('ArrowRight');
      expect(await focusedText(page)).toMatch(/^bronze_sales/);
      await page.keyboard.press('Enter');
      expect(await focusedText(page)).toMatch(/^bronze_sales/);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('H3');
      await page.keyboard.press('Escape');
      expect(await panel(page).isVisible()).toBe(false);
      expect(await page.evaluate('document.activeElement.dataset.id')).toMatch(/^bronze_sales/);
    }));

  it('has layers as columns with gold on the right, and names of at least 12 pixels beside an open panel too', () =>
    open({ viewport: WIDE }, async (page) => {
      for (const choose of [false, true]) {
        if (choose) await page.locator('a.node[data-id="bronze_sales"]').click();
        expect(await each(page, '.layer h3', 'element.textContent')).toEqual([
          'topics',
          'raw',
          'bronze',
          'gold',
        ]);
        const places = await numbers(page, '.layer', 'element.getBoundingClientRect().x');
        expect(places).toEqual([...places].sort((one, other) => one - other));
        const sizes = await numbers(page, '.node span', 'parseFloat(getComputedStyle(element).fontSize)');
        expect(Math.min(...sizes)).toBeGreaterThanOrEqual(12);
        const [end = 0] = await numbers(page, '.layers', 'element.getBoundingClientRect().right');
        const ends = await numbers(page, '.node', 'element.getBoundingClientRect().right');
        expect(Math.max(...ends)).toBeLessThanOrEqual(end);
        expect(await endsOfEdges(page)).toEqual(await sidesOfBoxes(page));
      }
    }));

  it('follows a column to the columns that it is made of', () =>
    open({ viewport: WIDE, reducedMotion: 'reduce' }, async (page) => {
      await page.locator('a.node[data-id="bronze_sales"]').click();
      await panel(page).getByRole('link', { name: 'raw_sales.value' }).click();
      expect(await page.evaluate('document.activeElement.id')).toBe('dataset-raw_sales.value');
      expect(await focusedText(page)).toContain('The payload as it came');
      expect(await page.locator('.panel article:visible').count()).toBe(1);
    }));

  it('finds datasets by name or column, layer, kind and rejected rows', () =>
    open({ viewport: WIDE }, async (page) => {
      const shown = () => each<string>(page, '#datasets tbody tr:not([hidden]) th', 'element.textContent');
      const filters = page.locator('.filters');
      expect(await shown()).toHaveLength(5);
      await filters.getByLabel('Name or column').fill('GOLD date');
      expect(await shown()).toEqual(['gold_daily_activity', 'gold_activity']);
      await filters.getByLabel('Kind').selectOption('published view');
      expect(await shown()).toEqual(['gold_activity']);
      expect(await filters.locator('output').textContent()).toBe('1 of 5 datasets');
      await filters.getByLabel('Name or column').fill('');
      await filters.getByLabel('Kind').selectOption('');
      await filters.getByLabel('Layer').selectOption('bronze');
      expect(await shown()).toEqual(['bronze_sales', 'bronze_sales_quarantine']);
      await filters.getByLabel('with rejected rows').check();
      expect(await shown()).toEqual(['bronze_sales']);
    }));

  it('sorts a table by the column that is clicked, numbers by their value', () =>
    open({ viewport: WIDE }, async (page) => {
      const names = () => each<string>(page, '#datasets tbody th', 'element.textContent');
      await page.locator('#datasets').getByRole('button', { name: 'Size' }).click();
      expect(await names()).toEqual([
        'raw_sales',
        'bronze_sales',
        'bronze_sales_quarantine',
        'gold_daily_activity',
        'gold_activity',
      ]);
      await page.locator('#datasets').getByRole('button', { name: 'Size' }).click();
      expect((await names()).at(0)).toBe('gold_daily_activity');
      expect(await page.locator('#datasets [aria-sort="ascending"]').textContent()).toBe('Size');
      await page.locator('#datasets').getByRole('button', { name: 'Dataset' }).click();
      expect((await names()).slice(0, 2)).toEqual(['bronze_sales', 'bronze_sales_quarantine']);
    }));

  it('marks the section that is being read in the navigation', () =>
    open({ viewport: WIDE, reducedMotion: 'reduce' }, async (page) => {
      const current = page.locator('nav [aria-current]');
      expect(await current.textContent()).toBe('Overview');
      await page.locator('nav').getByText('Rules').click();
      await current.getByText('Rules').waitFor();
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await current.getByText('Timings').waitFor();
    }));

  it('opens at the dataset that the address names', () =>
    open({ viewport: WIDE }, async (page) => {
      await page.goto(`${address}#dataset-gold_activity`);
      await page.reload();
      expect(await panel(page).textContent()).toContain('For analysts.');
    }));

  it('fits a phone: layers are below each other, and nothing but tables is wider than the screen', () =>
    open({ viewport: PHONE }, async (page) => {
      const tops = await numbers(page, '.layer', 'element.getBoundingClientRect().y');
      expect(new Set(tops).size).toBe(4);
      await page.locator('a.node[data-id="raw_sales"]').click();
      await unfold(page);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
      const wide = await page.evaluate<string[]>(`[...document.querySelectorAll('main *')]
        .filter((element) => !element.closest('.scroll, pre'))
        .filter((element) => element.getBoundingClientRect().right > ${PHONE.width})
        .map((element) => element.outerHTML.slice(0, 80))`);
      expect(wide).toEqual([]);
    }));

  it.each(['light', 'dark'] as const)(
    'has no serious problem of accessibility when it is %s',
    (colorScheme) =>
      open({ viewport: WIDE, colorScheme, reducedMotion: 'reduce' }, async (page) => {
        await page.evaluate(AXE);
        for (const choose of [false, true]) {
          if (choose) {
            await page.locator('a.node[data-id="bronze_sales"]').click();
            await unfold(page);
          }
          const { violations } = await page.evaluate<AxeResults>('axe.run()');
          const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
          expect(
            serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`),
          ).toEqual([]);
        }
      }),
  );
});
