import { LineageGraph } from '../../../tools/lineage/lineage-graph';
import { SHOP } from './shop-fixture';

const graph = LineageGraph.of(SHOP);
const ids = (around: LineageGraph) => around.nodes.map(({ id }) => id);

describe('the graph of a pipeline', () => {
  it('has every dataset with what it is, and the topics', () => {
    expect(graph.nodes[0]).toEqual({ id: 'topic:orders', name: 'orders', kind: 'topic', what: 'topic' });
    expect(graph.find('customers')).toMatchObject({ layer: 'silver', what: 'AUTO CDC table, SCD type 2' });
    expect(graph.find('bronze_orders_quarantine').what).toBe('streaming table, quarantine of bronze_orders');
  });

  it('goes up to the topics', () => {
    expect(ids(graph.around('daily_sales', { up: true, down: false }))).toEqual([
      'topic:orders',
      'raw_orders',
      'bronze_orders',
      'daily_sales',
    ]);
  });

  it('goes down to the views', () => {
    expect(ids(graph.around('daily_sales', { up: false, down: true }))).toEqual(['daily_sales', 'best_days']);
  });

  it('has in both directions nothing that is only beside', () => {
    const both = graph.around('customers', { up: true, down: true });
    expect(ids(both)).not.toContain('daily_sales');
    expect(both.edges.map(({ from, to }) => `${from} > ${to}`)).toEqual([
      'topic:orders > raw_orders',
      'raw_orders > bronze_orders',
      'bronze_orders > customers_changes',
      'customers_changes > customers',
      'customers > clusters',
    ]);
  });

  it('knows whether new rows or all rows are read', () => {
    expect(graph.edges).toContainEqual({ from: 'raw_orders', to: 'bronze_orders', read: 'stream' });
    expect(graph.edges).toContainEqual({ from: 'bronze_orders', to: 'daily_sales', read: 'batch' });
  });

  it('finds a topic by its name', () => {
    expect(graph.find('orders').kind).toBe('topic');
  });

  it('says which name is most like one that is not there', () => {
    expect(() => graph.find('dayly_sales')).toThrow(
      "Dataset 'dayly_sales' does not exist. Did you mean 'daily_sales'?",
    );
  });
});
