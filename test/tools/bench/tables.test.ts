import { renderComparison, renderMeasurements } from '../../../tools/bench/tables';

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
      platform: {
        name: 'this platform',
        tables: 34,
        start: { seconds: 3, cpuSeconds: 4 },
        first: { seconds: 75, cpuSeconds: 140 },
        more: { seconds: 9, cpuSeconds: 16 },
        peakBytes: 2.2e9,
      },
      baselines: [
        {
          name: 'the original design',
          tables: 11,
          start: { seconds: 3 },
          first: { seconds: 100 },
          more: { seconds: 90 },
        },
        {
          name: 'plain Structured Streaming',
          tables: 4,
          start: { seconds: 3, cpuSeconds: 4 },
          first: { seconds: 50, cpuSeconds: 100 },
          more: { seconds: 5, cpuSeconds: 8 },
        },
      ],
    };
    expect(renderComparison(comparison)).toMatchInlineSnapshot(`
"update                            tables             start     2,000,000 events                           20,000 more                    memory
this platform                         34  3.0 s, 4.0 CPU-s  75.0 s, 140.0 CPU-s  26,667 per second  9.0 s, 16.0 CPU-s  2,222 per second  2.2 GB
the original design                   11             3.0 s              100.0 s  20,000 per second             90.0 s    222 per second
  ours / theirs, lower is better                                           0.75                                  0.10
plain Structured Streaming             4  3.0 s, 4.0 CPU-s  50.0 s, 100.0 CPU-s  40,000 per second   5.0 s, 8.0 CPU-s  4,000 per second
  ours / theirs, lower is better                                     1.50, 1.40                            1.80, 2.00
"
`);
  });
});
