import { bigint } from '../../../../constructs/medallion/column';
import type { AutoCdcTableProps } from '../../../../constructs/medallion/datasets/auto-cdc-table';
import { expectOrDrop } from '../../../../constructs/medallion/expectation';
import { autoCdcTable, COLUMNS, shopWithOrders } from '../smallest-datasets';

function customers(props: Partial<AutoCdcTableProps>) {
  const { shop, orders } = shopWithOrders();
  const table = autoCdcTable(shop.layer('silver'), 'customers', { orders }, props);
  return { shop, table };
}

const problemsWith = (props: Partial<AutoCdcTableProps>) => customers(props).shop.problems();

describe('an AUTO CDC table', () => {
  it('has keys', async () => {
    expect(await problemsWith({ keys: [] })).toEqual([
      'shop/sales/silver/customers: has no keys. Name the columns that identify a row.',
    ]);
  });

  it('has keys that are columns', async () => {
    expect(await problemsWith({ keys: ['ids'] })).toEqual([
      "shop/sales/silver/customers: keys names 'ids', which is not a column (id, seen_at). Did you mean 'id'?",
    ]);
  });

  it('has a sequence that is a column', async () => {
    expect(await problemsWith({ sequenceBy: 'seen' })).toEqual([
      "shop/sales/silver/customers: sequenceBy names 'seen', which is not a column (id, seen_at).",
    ]);
  });

  it('leaves out columns that there are', async () => {
    expect(await problemsWith({ exceptColumns: ['seen_on'] })).toEqual([
      "shop/sales/silver/customers: exceptColumns names 'seen_on', which is not a column (id, seen_at). Did you mean 'seen_at'?",
    ]);
  });

  it('stores its keys', async () => {
    expect(await problemsWith({ exceptColumns: ['id'] })).toEqual([
      "shop/sales/silver/customers: exceptColumns names 'id', which is a key. Keys are always stored: remove it from exceptColumns.",
    ]);
  });

  it('tracks columns that it stores', async () => {
    const columns = { ...COLUMNS, price: bigint('Price') };
    const problems = await problemsWith({ columns, exceptColumns: ['seen_at'], trackHistory: ['seen_at'] });

    expect(problems).toEqual([
      "shop/sales/silver/customers: trackHistory names 'seen_at', which is not a column (id, price).",
    ]);
  });

  it('tracks no history without history', async () => {
    expect(await problemsWith({ scdType: 1, trackHistory: ['seen_at'] })).toEqual([
      'shop/sales/silver/customers: trackHistory is set, but an SCD type 1 table keeps no history. Use scdType 2, or remove trackHistory.',
    ]);
  });

  it('deletes by a condition over its columns', async () => {
    expect(await problemsWith({ applyAsDeletes: "kind = 'delete'" })).toEqual([
      "shop/sales/silver/customers: applyAsDeletes names 'kind', which is not a column (id, seen_at).",
    ]);
  });

  it('deletes by a condition that is valid SQL', async () => {
    expect(await problemsWith({ applyAsDeletes: "id = 'a' AND > 1" })).toEqual([
      "shop/sales/silver/customers: applyAsDeletes: 'id = 'a' AND > 1' is not valid Spark SQL, column 14: unexpected '>'.",
    ]);
  });

  it('tells what is wrong with its name once, although its changes are named after it', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write('notebooks/rows.py', 'def rows(orders):\n    return orders\n');
    autoCdcTable(shop.layer('silver'), 'Customers', { orders }, { transform: 'notebooks/rows.py' });

    expect(await shop.problems()).toEqual([
      "shop/sales/silver/Customers: dataset 'Customers' is not a valid name. Use at most 255 lower-case letters, digits and underscores, starting with a letter. Rename it, for example to 'customers'.",
    ]);
  });

  it('tells what is wrong with its columns, rules and function once, of its changes', async () => {
    const at = 'shop/sales/silver/customers/customers_changes';
    const problems = await problemsWith({
      columns: { ...COLUMNS, 'a b': bigint('') },
      expectations: [expectOrDrop('known', 'idd > 1')],
      transform: 'notebooks/none.py',
    });

    expect(problems).toEqual([
      `${at}: column 'a b' is not a valid name. Use letters, digits and underscores, not starting with a digit. Rename it, for example to 'a_b'.`,
      `${at}: expectation 'known' names 'idd', which is not a column (id, seen_at, a b). Did you mean 'id'?`,
      `${at}: notebooks/none.py does not exist. Create it with a function 'none', or set 'transform' to another file.`,
    ]);
  });
});

describe('the columns of an AUTO CDC table', () => {
  it('of type 2 are those that are stored and the time for which a version held, in the type of the sequence', () => {
    const { table } = customers({
      columns: { ...COLUMNS, version: bigint('Version') },
      sequenceBy: 'version',
    });

    expect(Object.entries(table.columns).map(([name, { type }]) => `${name} ${type}`)).toEqual([
      'id STRING',
      'seen_at TIMESTAMP',
      'version BIGINT',
      '__START_AT BIGINT',
      '__END_AT BIGINT',
    ]);
  });

  it('of type 1 are those that are stored', () => {
    const { table } = customers({ scdType: 1, exceptColumns: ['seen_at'] });

    expect(Object.keys(table.columns)).toEqual(['id']);
  });

  it('that begin a new version are all that are stored but the keys, unless it is said', () => {
    const columns = { ...COLUMNS, price: bigint('Price'), note: bigint('Note') };

    expect(customers({ columns, exceptColumns: ['seen_at'] }).table.trackHistory).toEqual(['price', 'note']);
    expect(customers({ columns, trackHistory: ['price'] }).table.trackHistory).toEqual(['price']);
  });
});
