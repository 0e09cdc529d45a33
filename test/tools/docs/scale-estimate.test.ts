import { ASSUMED, scaleEstimate, viewEstimates } from '../../../tools/docs/scale-estimate';
import { platformWith } from './platform-fixture';

const at = (eventsPerSecond: number, ingestion: object = {}) =>
  scaleEstimate(platformWith(ingestion), eventsPerSecond);

describe('the estimate of a load', () => {
  it('is in proportion to the events', () => {
    expect(at(1000)).toMatchObject({
      payloadBytesPerSecond: 500_000,
      bytesPerDay: { raw: 200 * 1000 * 86_400, bronze: 90 * 1000 * 86_400 },
    });
    expect(at(2000).payloadBytesPerSecond).toBe(1_000_000);
  });

  it('remembers keys for twice the window of a deduplication', () => {
    const keys = 0.9 * 1000 * 2 * 3600;

    expect(at(1000).state).toMatchObject({ keys, bytes: keys * ASSUMED.stateBytesPerKey, partitions: 50 });
  });

  it('writes a change log per state partition and batch', () => {
    const every = (interval: string) => ({
      configuration: {
        'kafka.bootstrap_servers': 'a:9092',
        'spark.sql.shuffle.partitions': '10',
        'pipelines.trigger.interval': interval,
      },
    });

    expect(at(1000, every('1 minute')).state.filesPerDay).toBe(10 * 1440);
    expect(at(1000, every('30 seconds')).state.filesPerDay).toBe(10 * 2880);
  });

  it('has as many workers as the load needs, and as the cluster has at least', () => {
    const vcpus = (events: number) =>
      events * ASSUMED.vcpuSecondsPerEvent * (ASSUMED.peak / ASSUMED.utilisation);

    expect(at(10).workers).toEqual({ average: 2, peak: 2 });
    expect(at(1_000_000).peakVcpus).toBeGreaterThanOrEqual(vcpus(1_000_000));
    expect(at(1_000_000).workers?.peak).toBe(Math.ceil(at(1_000_000).peakVcpus / 8));
  });

  it('has no workers on serverless compute, which is billed for busy vCPUs', () => {
    const serverless = at(100_000, { serverless: true, cluster: [] });

    expect(serverless.workers).toBeUndefined();
    expect(serverless.dbuPerMonth.ingestion).toBeCloseTo(
      serverless.averageVcpus * ASSUMED.serverlessDbuPerVcpuHour * 730,
    );
  });

  it('costs the cluster that runs on average, around the clock', () => {
    expect(at(10).dbuPerMonth.ingestion).toBeCloseTo(9.12 * 730);
    const { workers, dbuPerMonth } = at(1_000_000);
    expect(dbuPerMonth.ingestion).toBeCloseTo((1 + (workers?.average ?? 0)) * 3.04 * 730);
  });

  it('costs less if the cluster only runs for updates', () => {
    const updated = { continuous: false, configuration: { 'kafka.bootstrap_servers': 'a:9092' } };
    const platform = platformWith(updated);
    const [ingestion, ...others] = platform.compute.pipelines;
    const daily = {
      ...platform.compute,
      pipelines: [{ ...ingestion, updatesPerDay: 1 } as never, ...others],
    };
    const estimate = scaleEstimate({ ...platform, compute: daily }, 10);

    expect(estimate.dbuPerMonth.ingestion).toBeCloseTo((9.12 * 730) / 24 / 4, 0);
    expect(estimate.state.filesPerDay).toBe(200);
  });

  it('does not know the cost of nodes without a rate', () => {
    const unknown = { cluster: [{ node_type_id: 'x9.large', num_workers: 2 }] };

    expect(at(10, unknown).dbuPerMonth.ingestion).toBeUndefined();
    expect(at(10, unknown).workers).toBeUndefined();
  });

  it('has a Kafka partition for every vCPU that reads, and enough for the bytes', () => {
    expect(at(1_000_000).partitions.orders).toBeGreaterThanOrEqual(at(1_000_000).peakVcpus);
    expect(at(100_000).partitions.orders).toBeGreaterThanOrEqual(
      (50_000_000 * ASSUMED.peak) / ASSUMED.partitionBytesPerSecond,
    );
  });
});

describe('materialized views', () => {
  it('read all their inputs, and are not estimated if one was not measured', () => {
    const platform = platformWith();
    const [first, ...others] = platform.manifest.datasets;
    const manifest = {
      ...platform.manifest,
      datasets: [{ ...first, name: 'raw_renamed' }, ...others] as never,
    };

    expect(viewEstimates(platform)).toEqual([
      { name: 'daily_sales', rowsPerEvent: 0.9 },
      { name: 'clusters', rowsPerEvent: 0.1 },
    ]);
    expect(viewEstimates({ ...platform, manifest })).toEqual(viewEstimates(platform));
  });

  it('cost more if every refresh recomputes them', () => {
    const { incrementalViews, recomputedViews } = at(1000).dbuPerMonth;

    expect(recomputedViews).toBeGreaterThan(100 * incrementalViews);
  });
});
