import type { RecordedCheck } from '../../../tools/checks/check-record';
import { renderReport } from '../../../tools/report/render-report';
import { CONTENT, EventsOf, HOSTILE, reportOf, SOURCES } from './report-fixture';

const ASSETS = { script: 'document.title;', style: 'body{margin:0}' };
const render = (content = CONTENT) => renderReport(reportOf(content), ASSETS);

let page: string;
beforeAll(async () => {
  page = await render();
});
/** The text between two texts of the page. */
const between = (from: string, to: string) => page.slice(page.indexOf(from)).split(to)[0] ?? '';

describe('the page of the report', () => {
  it('needs nothing from elsewhere, and lets nothing run but its own script', () => {
    expect(page).not.toMatch(/(src|href)="(?!#|data:,)/);
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page).toContain('script-src &#39;sha256-');
    expect(page).not.toContain('script-src &#39;unsafe-inline');
  });

  it('has a hostile payload as text only, shortened visibly', () => {
    expect(page).not.toContain('<script>globalThis.attacked');
    expect(page).not.toContain('<img');
    expect(page).toContain('&lt;/script&gt;&lt;script&gt;globalThis.attacked = true');
    expect(page).toContain('\\u202e\\u2028…</pre>');
    expect(page.match(/<script\b/g)).toHaveLength(2);
  });

  it('has the charts as JSON that means what was computed', () => {
    const json =
      between('<script type="application/json" id="charts">', '</script>').split('id="charts">')[1] ?? '';
    const charts = JSON.parse(json) as { id: string; labels: string[] }[];
    expect(charts.find(({ id }) => id === 'top-artists')?.labels).toEqual([HOSTILE]);
  });

  it('has the values of every chart as a table', () => {
    expect(between('aria-label="Values of Active users"', '</table>')).toMatch(
      /2026-01-02<\/th><td [^>]*>28<\/td><td [^>]*>24<\/td><td [^>]*>20</,
    );
    expect(between('aria-label="Values of Retention"', '</table>')).toMatch(/100 %.*100 %[\s\S]*40 %.*–/);
  });

  it('links every dataset of the graph to an article about it', () => {
    const links = [...page.matchAll(/<a class="node[ "][^>]*href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(5);
    for (const id of links) expect(page).toContain(`<article id="${id}"`);
  });

  it('tells of a dataset its rows, rules, columns and code', () => {
    const article = between('<article id="dataset-bronze_sales"', '</article>');
    expect(article).toContain('1,278 (48 kB, version 2)');
    expect(article).toContain('<code>price &gt; 0</code>');
    expect(article).toContain('22 of 1,300 rows failed (1.69 %)');
    expect(article).toContain('What was paid, in EUR');
    expect(article).toContain('<span class="tok-keyword">def</span>');
    expect(article).toContain('price &lt; 10 &amp; true');
    expect(article).toContain('function <code>usable</code>');
  });

  it('marks personal columns', () =>
    expect(between('<article id="dataset-raw_sales"', '</article>')).toMatch(
      /customer<\/strong>.* <span[^>]*>personal</,
    ));

  it('shows rows in the graph, rejected ones in the quarantine, and that a view has none of its own', () => {
    const rowsOf = (id: string) => between(`<a class="node" data-id="${id}"`, '</a>');
    expect(rowsOf('bronze_sales')).toContain('1,278 rows');
    expect(between('<a class="node layer-quarantine"', '</a>')).toContain('22 rows');
    expect(rowsOf('gold_activity')).toContain('view');
  });

  it('counts broken rules update by update, the newest first', () => {
    const rules = between('<section id="rules"', '</section>');
    expect(rules).toContain('1 of 2 rules');
    expect(rules).toMatch(/title="12 of 300 rows">12<[\s\S]*title="10 of 1,000 rows">10<[\s\S]*1\.69 %/);
  });

  it('shows when flows ran, as a share of the update', () => {
    const timings = between('<section id="timings"', '</section>');
    expect(timings).toContain('margin-left:22.22%;width:44.44%');
    expect(timings.match(/<details class="timeline" open>/g)).toHaveLength(1);
  });

  it('shows what the run was started with', () => {
    const header = between('<header>', '</header>');
    expect(header).toContain('2026-01-02 11:59:55 UTC, <code>--users 100 --seed 1</code>');
    expect(header).toContain('commit <code>0123456789</code>, branch main, with uncommitted changes');
  });

  it('shows where a column comes from and what uses it', () => {
    const column = between('<li id="dataset-bronze_sales.price"', '</li>');
    expect(column).toContain('computed from <a href="#dataset-raw_sales.value">');
    expect(column).toMatch(
      /used once<\/summary>rows of <a href="#dataset-gold_daily_activity">.*\(filter, group\)/,
    );
  });

  it('shows sample rows, with personal columns marked', () => {
    const samples = between('aria-label="Sample rows of raw_sales"', '</table>');
    expect(samples).toMatch(/customer <span class="badge personal">/);
    expect(samples).toContain('<td>Ada</td>');
    expect(samples).toContain('<td class="muted">NULL</td>');
  });

  it('shows rules that every row met, and checks, those that failed before those that passed', async () => {
    expect(between('aria-label="Rules without failed rows"', '</table>')).toMatch(/priced[\s\S]*1,300/);
    const checks = between('<section id="checks"', '</section>');
    expect(checks).toContain('1 failed, 0 warned, 1 passed');
    expect(checks).toMatch(
      /price_plausible[\s\S]*FAIL[\s\S]*data-value="3"[\s\S]*<details class="passed">[\s\S]*price_present/,
    );
    expect(page).toContain('bronze_sales failed the check price_plausible');
  });

  it('says that checks ran before the last update, or that none ran', async () => {
    const [first] = SOURCES.checks;
    const old = { ...first, checked: '2026-01-01T00:00:00.000Z' } as RecordedCheck;
    const withChecks = (checks: readonly RecordedCheck[]) =>
      renderReport(reportOf(CONTENT, { checks }), ASSETS);
    expect(await withChecks([old])).toContain('All of them ran before the last update');
    expect(await withChecks([])).toContain('No check has run yet.');
  });

  it('says what failed, first of all', async () => {
    const third = new EventsOf(3);
    const failed = third.event(
      1,
      'flow_progress',
      { status: 'FAILED' },
      { dataset: 'bronze_sales', message: "Flow 'bronze_sales' has FAILED: <no space>", level: 'ERROR' },
    );
    const events = [...CONTENT.events, third.began(), failed, third.ended(2, 'FAILED')];
    const overview = (await render({ ...CONTENT, events })).split('<section id="lineage"')[0];
    expect(overview).toContain('What needs attention');
    expect(overview).toContain('bronze_sales failed: &lt;no space&gt;');
  });

  it('stands before the first update as well', async () => {
    const empty = await render({
      tables: {},
      samples: {},
      earlierUpdates: 0,
      events: [],
      quarantines: {},
      chartRows: {},
    });
    expect(empty).toContain('No update has run yet.');
    expect(empty).toContain('No message is in quarantine.');
    expect(empty).toContain('The gold tables have no rows yet.');
    expect(empty).toContain('no table yet');
  });
});
