import { fullRefreshProblems } from '../../../tools/local/full-refresh';
import { manifestDataset, manifestOf } from '../support/manifest-fixture';

const from = (dataset: string, read: 'stream' | 'batch') => [{ dataset, parameter: dataset, read }];
const shop = manifestOf([
  manifestDataset({
    name: 'raw',
    layer: 'raw',
    kind: 'kafka_stream',
    topic: 'sales',
    tableProperties: { 'pipelines.reset.allowed': 'false' },
  }),
  manifestDataset({
    name: 'bronze',
    layer: 'bronze',
    kind: 'streaming_table',
    inputs: from('raw', 'stream'),
  }),
  manifestDataset({
    name: 'changes',
    layer: 'silver',
    kind: 'temporary_view',
    inputs: from('bronze', 'stream'),
  }),
  manifestDataset({
    name: 'customers',
    layer: 'silver',
    kind: 'auto_cdc_table',
    inputs: from('changes', 'stream'),
    cdc: { keys: ['id'], sequenceBy: 'id', scdType: 1, exceptColumns: [] },
  }),
  manifestDataset({
    name: 'gold',
    layer: 'gold',
    kind: 'materialized_view',
    inputs: from('customers', 'batch'),
  }),
]);
const problemsOf = (...names: string[]) => fullRefreshProblems(names, shop);

describe('a full refresh', () => {
  it('may be of tables that no other streams from', () => {
    expect(problemsOf('gold', 'customers')).toEqual([]);
    expect(problemsOf('raw')).toEqual([]);
  });

  it('needs datasets that exist and have rows of their own, and names all that do not', () => {
    expect(problemsOf('golt', 'changes', 'gold')).toEqual([
      "--full-refresh: dataset 'golt' does not exist. Did you mean 'gold'?",
      "--full-refresh: 'changes' is a view: it has no rows of its own to recompute.",
    ]);
  });

  it('needs the tables as well that stream from those, also through views', () => {
    expect(problemsOf('bronze')).toEqual([
      '--full-refresh: customers would fail, because it streams from a table to be truncated. ' +
        'Refresh it as well: --full-refresh bronze,customers',
    ]);
    expect(problemsOf('bronze', 'customers')).toEqual([]);
  });
});
