import { App, TerraformStack } from 'cdktf';
import { string, timestamp } from '../../../constructs/medallion/column';
import { KafkaStream } from '../../../constructs/medallion/datasets/kafka-stream';
import { MaterializedView } from '../../../constructs/medallion/datasets/materialized-view';
import { PublishedView } from '../../../constructs/medallion/datasets/published-view';
import { StreamingTable } from '../../../constructs/medallion/datasets/streaming-table';
import { Layer, MedallionPipeline, MedallionPlatform } from '../../../constructs/medallion/graph';

const COLUMNS = {
  id: string('Identity'),
  bought_at: timestamp('Time'),
  kafka_timestamp: timestamp('Arrival'),
};

/** A platform with a dataset or two in each layer, so that the project's own may change. */
export class Shop extends MedallionPlatform {
  readonly raw: RawLayer;
  readonly bronze: BronzeLayer;
  readonly silver: SilverLayer;
  readonly gold: GoldLayer;

  constructor() {
    super(new TerraformStack(new App(), 'dev'), 'shop', { catalog: 'dev', schema: 'shop' });
    const sales = new MedallionPipeline(this, 'sales');
    this.raw = new RawLayer(sales);
    this.bronze = new BronzeLayer(sales, this.raw);
    this.silver = new SilverLayer(sales, this.bronze);
    this.gold = new GoldLayer(sales, this.silver);
  }
}

class RawLayer extends Layer {
  readonly orders: KafkaStream;

  constructor(pipeline: MedallionPipeline) {
    super(pipeline, 'raw', { comment: 'Messages.' });
    this.orders = new KafkaStream(this, 'raw_orders', { comment: 'Orders.', topic: 'orders', fields: {} });
  }
}

class BronzeLayer extends Layer {
  readonly orders: StreamingTable;

  constructor(pipeline: MedallionPipeline, raw: RawLayer) {
    super(pipeline, 'bronze', { comment: 'Events.' });
    this.orders = new StreamingTable(this, 'bronze_orders', {
      comment: 'Orders, as often as they were delivered.',
      transform: 'notebooks/bronze/orders.py',
      inputs: { orders: raw.orders },
      columns: COLUMNS,
      quarantine: true,
    });
  }
}

class SilverLayer extends Layer {
  readonly orders: StreamingTable;
  readonly customers: MaterializedView;
  readonly recentCustomers: PublishedView;

  constructor(pipeline: MedallionPipeline, bronze: BronzeLayer) {
    super(pipeline, 'silver', { comment: 'Things.' });
    this.orders = new StreamingTable(this, 'silver_orders', {
      comment: 'Orders.',
      transform: 'notebooks/silver/orders.py',
      inputs: { orders: bronze.orders },
      deduplicate: { keys: ['id'], within: '7 days', time: 'kafka_timestamp' },
      columns: COLUMNS,
      primaryKey: ['id'],
    });
    this.customers = new MaterializedView(this, 'silver_customers', {
      comment: 'Customers.',
      transform: 'notebooks/silver/customers.py',
      inputs: { orders: this.orders },
      columns: { name: string('Name') },
    });
    this.recentCustomers = new PublishedView(this, 'recent_customers', {
      comment: 'Customers of the last hour.',
      query: 'notebooks/silver/recent_customers.sql',
      inputs: [this.customers],
      columns: { name: string('Name') },
    });
  }
}

class GoldLayer extends Layer {
  readonly dailySales: MaterializedView;

  constructor(pipeline: MedallionPipeline, silver: SilverLayer) {
    super(pipeline, 'gold', { comment: 'Figures.' });
    this.dailySales = new MaterializedView(this, 'gold_daily_sales', {
      comment: 'Sales by day.',
      transform: 'notebooks/gold/daily_sales.py',
      inputs: { orders: silver.orders },
      columns: COLUMNS,
    });
  }
}
