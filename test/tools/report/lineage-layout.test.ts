import { LineageGraph } from '../../../tools/lineage/lineage-graph';
import { type LineageLayout, layOutLineage } from '../../../tools/report/lineage-layout';
import { SHOP } from './report-fixture';

let layout: LineageLayout;
beforeAll(async () => {
  layout = await layOutLineage(
    LineageGraph.of(SHOP),
    new Map([['raw_sales', '1,300 rows and a long line below its name']]),
  );
});
const placed = (id: string) => {
  const node = layout.nodes.find((each) => each.id === id);
  if (!node) throw new Error(`${id} has no place`);
  return node;
};

/** To a pixel. */
const expectNear = (place: number | undefined, expected: number) =>
  expect(Math.abs((place ?? Number.NaN) - expected)).toBeLessThan(1);

describe('the layout of the lineage', () => {
  it('goes from left to right, from topics to gold', () => {
    const path = ['topic:sales', 'raw_sales', 'bronze_sales', 'gold_daily_activity', 'gold_activity'];
    const places = path.map((id) => placed(id).x);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(new Set(places).size).toBe(path.length);
  });

  it('has a dataset and its quarantine in one column', () =>
    expect(placed('bronze_sales_quarantine').x).toBe(placed('bronze_sales').x));

  it('has room for both lines of a box', () =>
    expect(placed('raw_sales').width).toBeGreaterThan(placed('gold_daily_activity').width));

  it('has every box within the drawing, and none over another', () => {
    for (const { x, y, width, height } of layout.nodes) {
      expect([x - width / 2, y - height / 2].every((edge) => edge >= 0)).toBe(true);
      expect(x + width / 2).toBeLessThanOrEqual(layout.width);
      expect(y + height / 2).toBeLessThanOrEqual(layout.height);
    }
    const overlapping = layout.nodes.filter((one, index) =>
      layout.nodes.some(
        (other, position) =>
          position > index &&
          Math.abs(one.x - other.x) < (one.width + other.width) / 2 &&
          Math.abs(one.y - other.y) < (one.height + other.height) / 2,
      ),
    );
    expect(overlapping).toEqual([]);
  });

  it('draws a line from the side of each dataset to the next', () => {
    expect(layout.edges).toHaveLength(5);
    for (const { from, to, path } of layout.edges) {
      const points = path
        .split(/[MC ]/)
        .filter((point) => point !== '')
        .map((point) => point.split(',').map(Number));
      expect(path).toMatch(/^M[\d.]+,[\d.]+C/);
      expect((points.length - 1) % 3).toBe(0);
      expectNear(points[0]?.[0], placed(from).x + placed(from).width / 2);
      expectNear(points.at(-1)?.[0], placed(to).x - placed(to).width / 2);
    }
  });
});
