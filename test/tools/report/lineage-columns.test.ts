import type { LineageEdge, LineageNode } from '../../../tools/lineage/lineage-graph';
import { lineageLayers } from '../../../tools/report/lineage-columns';

const node = (id: string, layer?: string): LineageNode => ({
  id,
  layer,
  name: id,
  kind: layer === undefined ? 'topic' : 'streaming_table',
  what: '',
});
const edge = (from: string, to: string): LineageEdge => ({ from, to, read: 'batch' });

describe('the columns of the lineage graph', () => {
  it('are one for each layer, and more where datasets of a layer read each other', () => {
    const layers = lineageLayers(
      [
        node('topic'),
        node('raw', 'raw'),
        ...['views', 'sessions', 'users'].map((id) => node(id, 'silver')),
        node('days', 'gold'),
      ],
      [
        edge('topic', 'raw'),
        edge('raw', 'views'),
        edge('views', 'sessions'),
        edge('raw', 'users'),
        edge('sessions', 'days'),
      ],
    );
    expect(
      layers.map(({ name, columns }) => [name, columns.map((column) => column.map(({ id }) => id))]),
    ).toEqual([
      ['topics', [['topic']]],
      ['raw', [['raw']]],
      ['silver', [['views', 'users'], ['sessions']]],
      ['gold', [['days']]],
    ]);
  });

  it('order datasets by the height of what they read', () => {
    const layers = lineageLayers(
      [
        ...['upper', 'lower'].map((id) => node(id, 'raw')),
        ...['of_lower', 'of_both', 'of_upper'].map((id) => node(id, 'bronze')),
      ],
      [
        edge('lower', 'of_lower'),
        edge('lower', 'of_both'),
        edge('upper', 'of_both'),
        edge('upper', 'of_upper'),
      ],
    );
    expect(layers[1]?.columns[0]?.map(({ id }) => id)).toEqual(['of_upper', 'of_both', 'of_lower']);
  });
});
