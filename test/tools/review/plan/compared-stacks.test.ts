import { compareStacks } from '../../../../tools/review/plan/compared-stacks';
import type { Attributes } from '../../../../tools/review/plan/deployment';

const reference = (text: string) => `\${${text}}`;
const stackOf = (resource: Record<string, Record<string, Attributes>>, review?: object) => ({
  resource,
  ...(review ? { output: { review: { value: review } } } : {}),
});

const SCHEMA = {
  catalog_name: 'main',
  name: 'music',
  lifecycle: { prevent_destroy: true },
  '//': { metadata: {} },
};
const PIPELINE = { schema: reference('databricks_schema.schema.name'), name: 'music' };
const GRANTS = { schema: reference('databricks_schema.schema.id'), grant: [] };

const STACK = {
  databricks_schema: { schema: SCHEMA },
  databricks_pipeline: { pipeline: PIPELINE },
  databricks_grants: { grants: GRANTS },
};

const compared = (before: Record<string, Record<string, Attributes>>, after: typeof before) =>
  Object.fromEntries(
    compareStacks(stackOf(before), stackOf(after)).resources.map((resource) => [resource.address, resource]),
  );

describe('two stacks', () => {
  it('that are the same change nothing', () => {
    const deployment = compareStacks(stackOf(STACK), stackOf(STACK));

    expect(deployment.hasChanges).toBe(false);
    expect(deployment.resources.map(({ actions }) => actions)).toEqual([['no-op'], ['no-op'], ['no-op']]);
  });

  it('are compared by what references stand for, without what is for Terraform alone', () => {
    const { 'databricks_pipeline.pipeline': pipeline, 'databricks_schema.schema': schema } = compared(
      STACK,
      STACK,
    );

    expect(pipeline?.after).toEqual({ schema: 'music', name: 'music' });
    expect(schema?.after).toEqual({ catalog_name: 'main', name: 'music' });
  });

  it('create and delete what only one of them has', () => {
    const { databricks_grants: _, ...withoutGrants } = STACK;

    expect(compared(STACK, withoutGrants)['databricks_grants.grants']).toMatchObject({
      actions: ['delete'],
      reason: 'delete_because_no_resource_config',
    });
    expect(compared(withoutGrants, STACK)['databricks_grants.grants']?.actions).toEqual(['create']);
  });

  it('replace what cannot change in place, and what hangs on it', () => {
    const renamed = { ...STACK, databricks_schema: { schema: { ...SCHEMA, name: 'songs' } } };
    const resources = compared(STACK, renamed);

    expect(resources['databricks_schema.schema']).toMatchObject({
      actions: ['delete', 'create'],
      replacePaths: [['name']],
    });
    expect(resources['databricks_grants.grants']).toMatchObject({
      actions: ['delete', 'create'],
      replacePaths: [['schema']],
    });
    expect(resources['databricks_pipeline.pipeline']).toMatchObject({
      actions: ['update'],
      before: { schema: 'music' },
      after: { schema: 'songs' },
    });
  });

  it('leave unknown what only a new resource will say', () => {
    const job = { task: [{ pipeline_id: reference('databricks_pipeline.pipeline.id') }] };
    const { databricks_pipeline: _, ...withoutPipeline } = STACK;
    const resources = compared(
      { ...withoutPipeline, databricks_job: { job: { task: [] } } },
      { ...STACK, databricks_job: { job } },
    );

    expect(resources['databricks_job.job']).toMatchObject({
      actions: ['update'],
      unknown: { task: { 0: { pipeline_id: true } } },
    });
  });

  it('say what each tells a review', () => {
    const { facts, hasChanges } = compareStacks(
      stackOf(STACK, { protected: ['a'] }),
      stackOf(STACK, { protected: [] }),
    );

    expect(facts).toEqual({ before: { protected: ['a'] }, after: { protected: [] } });
    expect(hasChanges).toBe(true);
  });
});
