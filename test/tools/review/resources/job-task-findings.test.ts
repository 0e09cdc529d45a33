import type { Attributes } from '../../../../tools/review/plan/deployment';
import { kindsOf, PIPELINE, pipelineChange, tell, the, unchanged, updated } from './deployment-fixture';

const update: Attributes = {
  task_key: 'update',
  pipeline_task: [{ pipeline_id: 'p-1', full_refresh: false }],
};
const notebook = (key: string, path = `/music/${key}`, after?: string): Attributes => ({
  task_key: key,
  notebook_task: [{ notebook_path: path, base_parameters: {} }],
  depends_on: after === undefined ? [] : [{ task_key: after }],
});

const tasks = (before: readonly Attributes[], after: readonly Attributes[], continuous = false) =>
  tell(
    [
      unchanged('databricks_pipeline.pipeline', { ...PIPELINE, continuous }),
      updated('databricks_job.job', { id: '123456', name: 'nightly', task: before }, { task: after }),
    ],
    [pipelineChange()],
  );

describe('a task that goes', () => {
  it.each([
    ['update', update, 'schedule-stopped'],
    ['quality_gate', notebook('quality_gate'), 'monitoring-removed'],
    ['reconciliation', notebook('reconciliation'), 'monitoring-removed'],
    ['table_access', notebook('table_access'), 'access-lost'],
    ['anything else', notebook('export'), 'unknown-change'],
    ['a gate by another name', notebook('judge', '/music/quality_gate'), 'monitoring-removed'],
  ])('%s', (_, task, kind) => {
    expect(kindsOf(tasks([task], []))).toEqual([kind]);
  });

  it('is safe for the update of a pipeline that runs all the time', () => {
    expect(kindsOf(tasks([update], [], true))).toEqual(['safe-change']);
  });
});

it.each([
  [update, 'safe-change'],
  [notebook('quality_gate'), 'safe-change'],
  [notebook('export'), 'unknown-change'],
  [{ ...update, pipeline_task: [{ pipeline_id: 'p-1', full_refresh: true }] }, 'unknown-change'],
])('tells of a task that comes: %#', (task, kind) => {
  expect(kindsOf(tasks([], [task]))).toEqual([kind]);
});

it('tells that every run empties the tables', () => {
  const finding = the(
    'history-lost',
    tasks([update], [{ ...update, pipeline_task: [{ pipeline_id: 'p-1', full_refresh: true }] }]),
  );
  expect(finding.dataset).toBe('raw_events');
});

it('tells that a task updates no pipeline any more, and does something else', () => {
  const findings = tasks([update], [{ task_key: 'update', notebook_task: [{ notebook_path: '/x' }] }]);
  expect(kindsOf(findings)).toEqual(['schedule-stopped', 'unknown-change']);
  expect(the('unknown-change', findings).what).toContain('it updates a pipeline → it runs the notebook `/x`');
});

describe('the order of tasks', () => {
  const gate = (after?: string) => notebook('quality_gate', '/music/quality_gate', after);
  const access = (after?: string) => notebook('table_access', '/music/table_access', after);

  it('is unknown if a task no longer waits for what it looks at', () => {
    expect(kindsOf(tasks([update, gate('update')], [update, gate()]))).toEqual(['unknown-change']);
  });

  it('is safe if it waits for it by way of another task', () => {
    const findings = tasks(
      [update, access('update'), gate('update')],
      [update, access('update'), gate('table_access')],
    );
    expect(kindsOf(findings)).toEqual(['safe-change']);
  });
});

it.each([
  [{ timeout_seconds: 100 }, { timeout_seconds: 0 }, 'update-interrupted'],
  [{ timeout_seconds: 200 }, { timeout_seconds: 100 }, 'safe-change'],
  [{ queue: [] }, { queue: [{ enabled: true }] }, 'schedule-stopped'],
  [{ queue: [{ enabled: true }] }, { queue: [] }, 'safe-change'],
  [{ max_concurrent_runs: 3 }, { max_concurrent_runs: 1 }, 'unknown-change'],
])('tells of limits of runs: %j after %j', (after, before, kind) => {
  expect(
    kindsOf(
      tell([updated('databricks_job.job', { id: '123456', name: 'nightly', ...before }, { ...after })]),
    ),
  ).toEqual([kind]);
});
