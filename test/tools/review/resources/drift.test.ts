import type { ResourceChange } from '../../../../tools/review/plan/deployment';
import { driftFindings } from '../../../../tools/review/resources/drift';
import { created, deleted, deployment, unchanged, updated } from './deployment-fixture';

const JOB = {
  id: '123456',
  name: 'nightly',
  max_concurrent_runs: 1,
  email_notifications: [{ on_start: null }],
};

const drift = (found: readonly ResourceChange[], resources: readonly ResourceChange[] = []) =>
  driftFindings(deployment(resources, { drift: found }));

describe('a clean workspace', () => {
  it.each([
    ['null and an empty list', { email_notifications: [{ on_start: [] }] }],
    ['null and false', { always_running: false }],
    ['null and an empty text', { description: '' }],
  ])('has no drift for %s', (_, after) => {
    expect(drift([updated('databricks_job.job', JOB, after)])).toEqual([]);
  });

  it('has no drift for what Databricks computes', () => {
    const pipeline = updated(
      'databricks_pipeline.p',
      { id: 'p', state: 'IDLE', health: 'HEALTHY', last_modified: 1, latest_updates: [] },
      {
        state: 'RUNNING',
        health: 'UNHEALTHY',
        last_modified: 2,
        latest_updates: [{ update_id: 'u' }],
        url: 'x',
      },
    );
    expect(drift([pipeline])).toEqual([]);
  });
});

describe('after an interrupted deployment, the review', () => {
  const changed = updated('databricks_job.job', JOB, { max_concurrent_runs: 9 });
  const left = (plan: ResourceChange) =>
    driftFindings(deployment([plan], { drift: [changed], last: 'interrupted' }));

  it('says that this one completes it, without calling anything an out-of-band change', () => {
    const plan = unchanged('databricks_job.job', { ...JOB, max_concurrent_runs: 9 });
    const findings = left(plan);

    expect(findings.map(({ kind }) => kind)).toEqual(['deployment-interrupted', 'deployment-interrupted']);
    expect(findings[0]?.what).toBe(
      'The last deployment failed or was interrupted; this deployment completes it.',
    );
    expect(findings[1]?.what).toContain('which is not in the state yet');
  });

  it('names both possible reasons for a value that this deployment changes', () => {
    const plan = updated(
      'databricks_job.job',
      { ...JOB, max_concurrent_runs: 9 },
      { max_concurrent_runs: 1 },
    );

    expect(left(plan)[1]).toMatchObject({
      kind: 'drift',
      what: expect.stringContaining('or somebody has changed it since in the workspace'),
      why: 'This deployment undoes this difference: max_concurrent_runs: 1 → 9.',
    });
  });
});

describe('a change in the workspace', () => {
  const changed = updated('databricks_job.job', JOB, { max_concurrent_runs: 9 });

  it('is put back if the plan changes it to what it was', () => {
    const plan = updated(
      'databricks_job.job',
      { ...JOB, max_concurrent_runs: 9 },
      { max_concurrent_runs: 1 },
    );
    const [finding] = drift([changed], [plan]);
    expect(finding?.kind).toBe('drift');
    expect(finding?.address).toBe('databricks_job.job');
    expect(finding?.why).toBe('This deployment reverts it: max_concurrent_runs: 1 → 9.');
  });

  it('is kept if the plan does not touch it', () => {
    const plan = unchanged('databricks_job.job', { ...JOB, max_concurrent_runs: 9 });
    expect(drift([changed], [plan])[0]?.why).toBe('It keeps it: max_concurrent_runs: 1 → 9.');
  });

  it('is changed again if the code says a third thing', () => {
    const plan = updated(
      'databricks_job.job',
      { ...JOB, max_concurrent_runs: 9 },
      { max_concurrent_runs: 3 },
    );
    expect(drift([changed], [plan])[0]?.why).toContain('overwrites it with a new value');
  });

  it('is told attribute by attribute, without secrets', () => {
    const pipeline = updated(
      'databricks_pipeline.p',
      { id: 'p', name: 'a', password: 'hunter2' },
      { name: 'b', password: 'hunter3' },
    );
    const [finding] = drift([pipeline]);
    expect(finding?.why).toContain("name: 'a' → 'b'");
    expect(JSON.stringify(finding)).not.toMatch(/hunter/);
  });

  it('is one finding for many resources with the same', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      updated(`databricks_job.j${index}`, { id: `${index}00000`, name: 'x', tags: {} }, { tags: { a: 'b' } }),
    );
    const findings = drift(many);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.what).toContain('50 resources of the type `job`');
  });
});

describe('something that somebody deleted', () => {
  const SCHEMA = { id: 'a.b', catalog_name: 'a', name: 'b' };

  it('comes back empty if it held data', () => {
    const [finding] = drift(
      [deleted('databricks_schema.s', SCHEMA)],
      [created('databricks_schema.s', SCHEMA)],
    );
    expect(finding?.what).toContain('This deployment recreates it without tables.');
    expect(finding?.otherwise).toContain('contents are lost');
    expect(finding?.todo?.sentence).toContain('before you deploy');
  });

  it('comes back as it was if it held none', () => {
    const [finding] = drift(
      [deleted('databricks_notebook.n', { path: '/a' })],
      [created('databricks_notebook.n', { path: '/a' })],
    );
    expect(finding?.what).toContain('This deployment recreates it.');
    expect(finding?.otherwise).toBeUndefined();
  });

  it('stays away if the code no longer has it', () => {
    expect(drift([deleted('databricks_schema.s', SCHEMA)])[0]?.what).toContain('does not recreate it');
  });
});
