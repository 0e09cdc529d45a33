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
      "shop: notebooks/b.py has 'RATE', which the notebook of layer 'gold' has already from notebooks/a.py. Rename one of the two: a notebook is one namespace.",
    ]);
  });

  it('of imports mean the same everywhere', async () => {
    const functions = 'from pyspark.sql import functions as F';
    const window = 'from pyspark.sql import Window as F';

    expect(await problemsOf([view('gold', 'a', functions), view('gold', 'b', functions)])).toEqual([]);
    expect(await problemsOf([view('gold', 'a', functions), view('gold', 'b', window)])).toEqual([
      "shop: notebooks/b.py has 'F', which the notebook of layer 'gold' has already from the import of pyspark.sql.functions. Rename one of the two: a notebook is one namespace.",
    ]);
  });

  it('of a function and of a dataset differ', async () => {
    const { shop, orders } = shopWithOrders();
    shop.write('notebooks/sales.py', 'def sales(orders):\n    return orders\n');
    streamingTable(shop.layer('bronze'), 'sales', { orders }, { transform: 'notebooks/sales.py' });

    expect(await shop.problems()).toEqual([
      "shop: notebooks/sales.py has 'sales', which the notebook of layer 'bronze' has already from dataset 'sales'. Rename one of the two: a notebook is one namespace.",
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
    const already = "which the notebook of layer 'bronze' has already from";

    expect(await shop.problems()).toEqual([
      `shop: notebooks/sold.py has 'rejected_rows', ${already} the code that fills a quarantine. Rename one of the two: a notebook is one namespace.`,
      `shop: notebooks/sold.py has 'dp', ${already} the import of pyspark.pipelines. Rename one of the two: a notebook is one namespace.`,
    ]);
  });

  it('of a dataset are not words of Python', async () => {
    const shop = pipelineFixture();
    kafkaStream(shop.layer('raw'), 'class');

    expect(await shop.problems()).toEqual([
      "shop: dataset 'class' has a name that the notebook of layer 'raw' has already from Python itself. Rename the dataset.",
    ]);
  });
});
