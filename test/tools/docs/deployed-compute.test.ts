import { computeWith } from './platform-fixture';

describe('what a stack deploys', () => {
  it('has the smallest and the largest size of clusters, Photon included', () => {
    expect(computeWith().pipelines[0]).toMatchObject({
      name: 'ingestion',
      readsKafka: true,
      isContinuous: true,
      updatesPerDay: 0,
      cluster: {
        nodeType: 'm6i.2xlarge',
        minWorkers: 2,
        maxWorkers: 8,
        leastDbu: expect.closeTo(9.12),
        mostDbu: expect.closeTo(27.36),
      },
    });
  });

  it('has no clusters on serverless compute, and the updates that jobs start', () => {
    const [, analytics] = computeWith().pipelines;

    expect(analytics).toMatchObject({ name: 'analytics', readsKafka: false, updatesPerDay: 24 });
    expect(analytics?.cluster).toBeUndefined();
  });

  it('counts the notebooks of a job', () => {
    expect(computeWith().jobs).toEqual([{ name: 'job', runsPerDay: 24, notebooks: 1 }]);
  });

  it('has one cluster of the warehouse, which alerts start unless they are paused', () => {
    expect(computeWith().warehouse).toEqual({
      size: 'Small',
      dbuPerHour: 12,
      autoStopMinutes: 9,
      wakesPerDay: 48,
    });
  });
});
