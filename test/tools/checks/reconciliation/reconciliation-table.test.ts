import type { ReconciliationCheck } from '../../../../tools/checks/reconciliation/reconciliation-report';
import { renderReconciliationTable } from '../../../../tools/checks/reconciliation/reconciliation-table';
import { paintFor, plain } from '../../../../tools/terminal/style';

const CHECK: ReconciliationCheck = {
  dataset: 'daily_sales',
  original: 'sales',
  check: 'missing_key',
  column: null,
  concerned: 0,
  compared: 1200,
  tolerated: 0,
  passed: true,
  message: null,
  examples: null,
};

describe('the table of a reconciliation', () => {
  it('has every pair with its checks, what differs with examples, and what was not compared', () => {
    const table = renderReconciliationTable(
      {
        original: '/exported',
        results: '/results',
        notCompared: [{ dataset: 'customers', original: 'people' }],
        failed: 2,
        checks: [
          { ...CHECK, check: 'row_count', passed: null, message: '1,200 rows, 1,199 in the original' },
          CHECK,
          { ...CHECK, check: 'surplus_key', concerned: 3, tolerated: 0.025 },
          {
            ...CHECK,
            check: 'different_value',
            column: 'revenue',
            concerned: 60,
            tolerated: 0.025,
            passed: false,
            examples: `[{"day":"2026-01-05","revenue":{"dataset":1.0,"original":2.0}}${', {}'.repeat(20)}]`,
          },
          {
            ...CHECK,
            dataset: 'products',
            original: 'articles',
            check: 'readable_table',
            concerned: null,
            compared: null,
            tolerated: null,
            passed: false,
            message: 'the original `articles` cannot be read: it is gone',
          },
        ],
      },
      plain,
    );

    expect(table).toMatchInlineSnapshot(`
"daily_sales and sales of the original
  INFO  row_count                1,200 rows, 1,199 in the original
  PASS  missing_key              0 of 1,200
  PASS  surplus_key              3 of 1,200, 2.5 % tolerated
  FAIL  different_value revenue  60 of 1,200, 2.5 % tolerated
          [{"day":"2026-01-05","revenue":{"dataset":1.0,"original":2.0}}, {}, {}, {}, {}, {}, {}, {…
products and articles of the original
  FAIL  readable_table           the original \`articles\` cannot be read: it is gone
customers was not compared: /exported does not contain people
────────────────────────────────────────────────────────────────────────────────────────────────────
5 checks of 2 tables: 2 failed
All results: /results
"
`);
  });

  it('shows in colour what passed and what did not, if it may', () => {
    const report = { original: '', results: '', notCompared: [], failed: 0, checks: [CHECK] };

    expect(renderReconciliationTable(report, paintFor({ isTTY: true }, {}))).toContain(
      '\u001b[32mPASS\u001b[39m',
    );
  });
});
