import { repairedState } from '../../../tools/deploy/state-repair';

const ADDRESS = 'databricks_job.job';

const state = (serial: number, instance: object, others: object = {}) =>
  JSON.stringify({
    version: 4,
    serial,
    lineage: 'one',
    outputs: { review: { value: {} } },
    resources: [{ mode: 'managed', type: 'databricks_job', name: 'job', instances: [instance] }],
    ...others,
  });

const job = (cron: string, others: object = {}) => ({
  schema_version: 2,
  attributes: { id: '7', cron },
  private: cron,
  ...others,
});

describe('the state after a failed deployment', () => {
  it('has the old values of a failed update, with a newer serial number and everything else as it was', () => {
    const repaired = repairedState(state(4, job('old')), state(6, job('new')), [ADDRESS], []);

    expect(repaired).toMatchObject({ restored: [ADDRESS], kept: [] });
    expect(JSON.parse(repaired?.text ?? '')).toEqual(JSON.parse(state(7, job('old'))));
  });

  it('keeps updates that succeeded', () => {
    expect(repairedState(state(4, job('old')), state(6, job('new')), [], [])).toBeUndefined();
  });

  it('keeps a resource that was replaced by a new one, and one that is new', () => {
    const replaced = job('new', { attributes: { id: '8' } });

    expect(repairedState(state(4, job('old')), state(6, replaced), [ADDRESS], [])).toBeUndefined();
    expect(repairedState('', state(6, job('new')), [ADDRESS], [])).toBeUndefined();
    expect(repairedState('', '', [ADDRESS], [])).toBeUndefined();
  });

  it('no longer has a protected resource marked for replacement, which Terraform would refuse', () => {
    const tainted = job('new', { status: 'tainted' });
    const repaired = repairedState('', state(6, tainted), [ADDRESS], [ADDRESS]);

    expect(repaired).toMatchObject({ restored: [], kept: [ADDRESS] });
    expect(JSON.parse(repaired?.text ?? '')).toEqual(JSON.parse(state(7, job('new'))));
    expect(repairedState('', state(6, tainted), [ADDRESS], [])).toBeUndefined();
  });

  it('tells instances of count and for_each, and old objects of a replacement, apart', () => {
    const [old, planned] = [job('old', { index_key: 'a' }), job('new', { index_key: 'a' })];
    const deposed = job('new', { index_key: 'a', deposed: '1' });

    expect(repairedState(state(1, old), state(2, planned), [`${ADDRESS}["a"]`], [])).toMatchObject({
      restored: [`${ADDRESS}["a"]`],
    });
    expect(repairedState(state(1, old), state(2, planned), [`${ADDRESS}["b"]`], [])).toBeUndefined();
    expect(repairedState(state(1, old), state(2, deposed), [`${ADDRESS}["a"]`], [])).toBeUndefined();
  });
});
