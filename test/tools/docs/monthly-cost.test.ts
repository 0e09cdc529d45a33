import { monthlyCost } from '../../../tools/docs/monthly-cost';
import { computeWith } from './platform-fixture';

const rowsOf = (ingestion: object = {}) =>
  monthlyCost(new Map([['prod', computeWith(ingestion)]]))
    .split('\n')
    .slice(2);

describe('the cost of a month', () => {
  it('has everything that is billed, and a sum', () => {
    expect(rowsOf()).toEqual([
      '| prod | pipeline `ingestion` | continuously: driver and 2 to 8 workers | 6.7 k to 20 k |',
      '| prod | pipeline `analytics` | 730 times on serverless compute | 74 |',
      '| prod | job `job` | 730 times, 1 notebooks on serverless compute | 18 |',
      '| prod | warehouse `Small` | 243 hours for alerts | 2.9 k |',
      '| prod | **together** |  | **9.7 k to 23 k** |',
    ]);
  });

  it('is not known if a node type has no rate', () => {
    const rows = rowsOf({ cluster: [{ node_type_id: 'x9.large', num_workers: 2 }] });

    expect(rows[0]).toContain('unknown rate');
    expect(rows.at(-1)).toContain('unknown rate');
  });
});
