import { type CheckResult, reportOf } from '../../../tools/checks/data-quality-report';
import { renderCheckTable } from '../../../tools/cli/check-table';
import { paintFor, plain } from '../../../tools/terminal/style';

const check = (dataset: string, name: string, others: Partial<CheckResult> = {}): CheckResult => ({
  name,
  dataset,
  kind: 'expectation',
  description: 'price > 0',
  status: 'PASS',
  failingRows: 0,
  message: null,
  sampleRows: [],
  query: null,
  ...others,
});

const CHECKS: readonly CheckResult[] = [
  check('raw_orders', 'freshness', {
    description: 'when the newest message arrived',
    status: 'INFO',
    failingRows: null,
    message: 'the newest message is 2 days 3 hours old',
  }),
  check('raw_orders', 'no_unknown_fields', {
    description: 'unknown_fields IS NULL',
    status: 'WARN',
    failingRows: 1234,
    sampleRows: [{ kafka_offset: 7, unknown_fields: ['colour'] }],
  }),
  check('silver_orders', 'price_positive'),
  check('silver_orders', 'each_delivered_once', {
    description:
      'every event_id of bronze_orders is here once within 7 days, whatever else may be said of it',
    status: 'FAIL',
    failingRows: 2,
    message: '10 different deliveries: 1 lost, 1 twice',
    sampleRows: [{ event_id: 'x'.repeat(120), delivered: 1, kept: 0 }, { event_id: 'two\nlines' }],
  }),
  check('gold_sales', 'sums_agree', {
    description: 'sales are all orders',
    status: 'FAIL',
    failingRows: null,
    message: "'gold_sales' has no table yet",
  }),
];

describe('the data-quality table', () => {
  it('shows every check by dataset, and below what fails the reason and some rows', () => {
    expect(renderCheckTable(reportOf('local', CHECKS), plain)).toMatchInlineSnapshot(`
      "                                                                                        failing rows
      raw_orders
        INFO  freshness            the newest message is 2 days 3 hours old
        WARN  no_unknown_fields    unknown_fields IS NULL                                            1,234
              {"kafka_offset":7,"unknown_fields":["colour"]}
      silver_orders
        PASS  price_positive       price > 0
        FAIL  each_delivered_once  every event_id of bronze_orders is here once within 7 days, whatever… 2
              10 different deliveries: 1 lost, 1 twice
              {"event_id":"xxxxxxxxxxxxxxx…","delivered":1,"kept":0}
              {"event_id":"two\\nlines"}
      gold_sales
        FAIL  sums_agree           sales are all orders
              'gold_sales' has no table yet
      ────────────────────────────────────────────────────────────────────────────────────────────────────
      5 checks of 3 local tables: 1 passed, 1 warned, 1 informational, 2 failed
      --format json has the query of all failing rows of each check.
      "
    `);
  });

  it('fits 100 columns', () => {
    const lines = renderCheckTable(reportOf('local', CHECKS), plain).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBe(100);
  });

  it('has colours for the status alone, and only if asked', () => {
    const coloured = renderCheckTable(reportOf('local', CHECKS), paintFor({ isTTY: true }, {}));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters.
    const withoutStyles = coloured.replace(/\u001b\[\d+m(PASS|WARN|FAIL|INFO)\u001b\[\d+m/g, '$1');
    expect(withoutStyles).toBe(renderCheckTable(reportOf('local', CHECKS), plain));
    expect(coloured).toContain('\u001b[31mFAIL\u001b[39m');
  });
});

describe('the data-quality report', () => {
  it.each([
    [['PASS', 'INFO'], 'PASS'],
    [['PASS', 'WARN'], 'WARN'],
    [['WARN', 'FAIL', 'PASS'], 'FAIL'],
  ] as const)('of checks that %j is %s', (statuses, status) => {
    const checks = statuses.map((each) => check('t', each, { status: each }));
    expect(reportOf('local', checks).status).toBe(status);
  });
});
