import { renderComparison } from '../../../local/bench/comparison-table';
import { renderMeasurements } from '../../../local/bench/measurement';

describe('the tables of the bench', () => {
  it('say what was measured beside what is promised', () => {
    const measurements = [
      { what: 'npm start with nothing new', value: '16.0 s', promise: '20 s' },
      { what: 'delivering 2,000,000 events to Kafka', value: '191,475 a second' },
    ];
    expect(renderMeasurements(measurements, 2)).toMatchInlineSnapshot(`
"on 2 processors                               measured    promised
npm start with nothing new                      16.0 s  under 20 s
delivering 2,000,000 events to Kafka  191,475 a second
"
`);
  });

  it('say what ratio the time of the platform has to that of each baseline, and how many tables each writes', () => {
    const comparison = {
      firstEvents: 2_000_000,
      moreEvents: 20_000,
      deliverySeconds: 10,
      platform: { name: 'this platform', tables: 34, startSeconds: 6, firstSeconds: 300, moreSeconds: 30 },
      baselines: [
        { name: 'the original design', tables: 11, startSeconds: 5.8, firstSeconds: 100, moreSeconds: 90 },
        {
          name: 'plain Structured Streaming',
          tables: 4,
          startSeconds: 5.9,
          firstSeconds: 50,
          moreSeconds: 5,
        },
      ],
    };
    expect(renderComparison(comparison)).toMatchInlineSnapshot(`
"update                            tables  start  2,000,000 events                   20,000 more
this platform                         34  6.0 s           300.0 s   6,667 a second       30.0 s    667 a second
the original design                   11  5.8 s           100.0 s  20,000 a second       90.0 s    222 a second
  ours / theirs, lower is better                             3.00                          0.33
plain Structured Streaming             4  5.9 s            50.0 s  40,000 a second        5.0 s  4,000 a second
  ours / theirs, lower is better                             6.00                          6.00
"
`);
  });
});
