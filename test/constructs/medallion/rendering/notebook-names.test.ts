import { expectOrDrop } from '../../../../constructs/medallion/expectation';
import {
  autoCdcTable,
  kafkaStream,
  materializedView,
  pipelineFixture,
  shopWithOrders,
  streamingTable,
} from '../smallest-datasets';

/** The problems of one view in each of `layers`, each computed by the file that is written for it. */
async function problemsOf(views: readonly { layer: string; transform: string; text: string }[]) {
  const { shop, orders } = shopWithOrders();
  views.forEach(({ layer, transform, text }, index) => {
    shop.write(transform, text);
    materializedView(shop.layer(layer), `view_${index}`, { orders }, { transform });
  });
  return shop.problems();
}

const view = (layer: string, name: string, ...head: string[]) => ({
  layer,
  transform: `notebooks/${name}.py`,
  text: [...head, `def ${name}(orders):`, '    return orders', ''].join('\n'),
});

describe('names in a notebook', () => {
  it('of two files that stand in different notebooks may be the same', async () => {
    expect(await problemsOf([view('silver', 'a', 'RATE = 1'), view('gold', 'b', 'RATE = 2')])).toEqual([]);
  });

  it('of two files that stand in one notebook differ', async () => {
    expect(await problemsOf([view('gold', 'a', 'RATE = 1'), view('gold', 'b', 'RATE = 2')])).toEqual([
      "shop/sales: notebooks/b.py defines 'RATE', which notebooks/a.py already defines in the notebook of layer 'gold'. Rename one of the two: a notebook has a single namespace.",
    ]);
  });

  it('of imports mean the same everywhere', async () => {
    const functions = 'from pyspark.sql import functions as F';
    const window = 'from pyspark.sql import Window as F';

    expect(await problemsOf([view('gold', 'a', functions), view('gold', 'b', functions)])).toEqual([]);
    expect(await problemsOf([view('gold', 'a', functions), view('gold', 'b', window)])).toEqual([
      "shop/sales: notebooks/b.py defines 'F', which the import of pyspark.sql.functions already defines in the notebook of layer 'gold'. Rename one of the two: a notebook has a single namespace.",
    ]);
  });

  it('of a function and of a dataset differ', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write('notebooks/sales.py', 'def sales(orders):\n    return orders\n');
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { transform: 'notebooks/sales.py' });

    expect(await shop.problems()).toEqual([
      "shop/sales: notebooks/sales.py defines 'sales', which dataset 'sales' already defines in the notebook of layer 'bronze'. Rename one of the two: a notebook has a single namespace.",
    ]);
  });

  it('of a function and of an AUTO CDC table may be the same: the table is no function', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write('notebooks/customers.py', 'def customers(orders):\n    return orders\n');
    autoCdcTable(shop.layer('silver'), 'customers', { orders }, { transform: 'notebooks/customers.py' });

    expect(await shop.problems()).toEqual([]);
  });

  it('are not those that the notebook itself defines', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write(
      'notebooks/sold.py',
      'dp = 1\n\ndef rejected_rows():\n    pass\n\ndef sold(orders):\n    return orders\n',
    );
    streamingTable(
      shop.layer('bronze'),
      'sales',
      { orders },
      {
        transform: 'notebooks/sold.py',
        expectations: [expectOrDrop('known', 'id IS NOT NULL')],
        quarantine: true,
      },
    );
    const fix =
      "already defines in the notebook of layer 'bronze'. Rename one of the two: a notebook has a single namespace.";

    expect(await shop.problems()).toEqual([
      `shop/sales: notebooks/sold.py defines 'rejected_rows', which the code that fills a quarantine ${fix}`,
      `shop/sales: notebooks/sold.py defines 'dp', which the import of pyspark.pipelines ${fix}`,
    ]);
  });

  it('of a dataset are not words of Python', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'class');

    expect(await shop.problems()).toEqual([
      "shop/sales: dataset 'class' has a name that Python itself already defines in the notebook of layer 'raw'. Rename the dataset.",
    ]);
  });
});
