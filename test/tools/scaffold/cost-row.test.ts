import { newTable } from '../../../tools/cli/new';
import { withCostRow } from '../../../tools/scaffold/cost-row';
import { draftOf } from '../../../tools/scaffold/first-draft';
import type { TableOptions } from '../../../tools/scaffold/table-request';
import { requestedTable } from '../../../tools/scaffold/table-request';
import { requested } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';
import { Shop } from './shop';

const shop = new Shop();

const PAGE = `# Tables

| table | promise |
| ----- | ------- |
| all   | none    |

## What an update costs

| materialized view    | incremental            | reads            |
| -------------------- | ---------------------- | ---------------- |
| \`gold_daily_sales\`   | no: a rank             | all orders       |

The end.
`;

function pageWith(...commandLine: string[]): string {
  const table = requestedTable(requested(newTable, commandLine) as TableOptions, shop, temporaryDirectory());
  return withCostRow(PAGE, table, draftOf(table));
}

describe('the row of a new materialized view among the costs', () => {
  it('stands behind the others, in their columns, and nothing else changes', () => {
    const row = '| `gold_deliveries`    | form allows it: one aggregation | all of silver_orders |\n';

    expect(pageWith('gold', 'deliveries', '--reads', 'silver_orders')).toBe(
      PAGE.replace('\nThe end.', `${row}\nThe end.`),
    );
  });

  it('says what the function does', () => {
    expect(pageWith('silver', 'copies', '--reads', 'silver_orders')).toContain(
      '| `silver_copies`      | form allows it: columns of one table | all of silver_orders |\n',
    );
  });

  it('is refused where the page is not as it would be', () => {
    const table = requestedTable(
      requested(newTable, ['gold', 'deliveries', '--reads', 'silver_orders']) as TableOptions,
      shop,
      temporaryDirectory(),
    );

    expect(() => withCostRow('# Tables\n', table, draftOf(table))).toThrow(
      "docs/tables.md has no table under '## What an update costs', which a row for the new table would be added to: add it by hand.",
    );
  });
});
