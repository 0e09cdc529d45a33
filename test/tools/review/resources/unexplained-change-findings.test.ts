import type { ResourceChange } from '../../../../tools/review/plan/deployment';
import {
  base64,
  created,
  deleted,
  kindsOf,
  PIPELINE,
  pipelineChange,
  replaced,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

describe('what is known to be harmless', () => {
  it.each([
    updated('databricks_schema.s', { id: 'a.b', comment: 'x' }, { comment: 'y' }),
    updated('databricks_job.j', { id: '123456', name: 'a', tags: { a: '1' } }, { name: 'b', tags: {} }),
    updated('databricks_entity_tag_assignment.t', { tag_value: 'x' }, { tag_value: 'y' }),
    updated('databricks_sql_endpoint.w', { id: 'w', name: 'a' }, { name: 'b' }),
    updated(
      'databricks_dashboard.d',
      { id: 'd', serialized_dashboard: '{}' },
      { serialized_dashboard: '{"a":1}' },
    ),
    created('databricks_notebook.n', { path: '/a' }),
    deleted('databricks_entity_tag_assignment.t', { tag_value: 'x' }),
    replaced('databricks_notebook.n', { id: '/a', path: '/a' }, { path: '/b' }),
    replaced('databricks_workspace_file.f', { id: '/a', path: '/a' }, { path: '/b' }),
  ])('is safe: $address', (resource) => {
    expect(kindsOf(tell([resource]))).toEqual(['safe-change']);
  });
});

describe('what is not known', () => {
  it.each([
    updated('databricks_schema.s', { id: 'a.b', brand_new: 'x' }, { brand_new: 'y' }),
    updated(
      'databricks_notebook.n',
      { path: '/a', content_base64: base64('a') },
      { content_base64: base64('b') },
    ),
    updated('aws_s3_bucket.b', { id: 'b', acl: 'private' }, { acl: 'public-read' }),
    created('aws_s3_bucket.b', { acl: 'private' }),
    created('databricks_brand_new.b', { name: 'x' }),
    deleted('aws_s3_bucket.b', { acl: 'private' }),
    deleted('databricks_directory.d', { path: '/a' }),
    replaced('databricks_cluster.c', { id: 'c', x: 1 }, { x: 2 }),
    updated('databricks_volume.v', { id: 'v', x: 'y' }, { x: undefined }, { unknown: { x: true } }),
  ])('is never safe: $address', (resource) => {
    expect(kindsOf(tell([resource]))).toEqual(['unknown-change']);
  });

  it('is told with the place, the old and the new value', () => {
    const finding = the(
      'unknown-change',
      tell([updated('aws_s3_bucket.b', { acl: 'private' }, { acl: 'public-read' })]),
    );
    expect(finding.address).toBe('aws_s3_bucket.b');
    expect(finding.why).toBe("acl: 'private' → 'public-read'.");
  });

  it('is cut where it is long', () => {
    const finding = the('unknown-change', tell([updated('aws_x.b', { a: 'x'.repeat(500) }, { a: 'y' })]));
    expect(finding.why.length).toBeLessThan(100);
  });
});

describe('noise', () => {
  const SCHEMA = { id: 'a.b', comment: 'x', properties: null, owner: 'me', metastore_id: 'm' };

  it.each([
    ['a read', { ...unchanged('databricks_schema.s', SCHEMA), actions: ['read' as const] }],
    ['nothing at all', unchanged('databricks_schema.s', SCHEMA)],
  ])('is %s', (_, resource) => {
    expect(tell([resource as ResourceChange])).toEqual([]);
  });

  it.each([
    ['null and empty', { properties: {} }],
    ['what Databricks computes', { metastore_id: undefined }],
  ])('is a difference of %s: the update is told, and is safe', (_, after) => {
    expect(kindsOf(tell([updated('databricks_schema.s', SCHEMA, after)]))).toEqual(['safe-change']);
  });

  it('are attributes that are others as the whole resource is', () => {
    const notebook = replaced(
      'databricks_notebook.n',
      { id: '/a', path: '/a', object_id: 1, url: 'u', format: 'SOURCE' },
      { path: '/b', id: undefined, object_id: undefined, url: undefined, format: undefined },
      { replacePaths: [['path']], unknown: { id: true, object_id: true, url: true, format: true } },
    );
    const [finding, ...others] = tell([notebook]);
    expect(others).toEqual([]);
    expect(finding?.why).toBe("It cannot be changed in place: path: '/a' → '/b'.");
  });
});

it('takes what names something that is created again for the same thing', () => {
  const pipeline = replaced('databricks_pipeline.pipeline', { ...PIPELINE, storage: 'a' }, { storage: 'b' });
  const task = (id?: string) => ({ task: [{ task_key: 'update', pipeline_task: [{ pipeline_id: id }] }] });
  const job = updated('databricks_job.job', { id: '123456', name: 'nightly', ...task('p-1') }, task(), {
    unknown: { task: [{ pipeline_task: [{ pipeline_id: true }] }] },
  });
  expect(kindsOf(tell([pipeline, job]))).toEqual(['pipeline-replaced', 'safe-change']);
});

it('leaves notebooks and manifest of a pipeline to those who tell of its datasets', () => {
  const file = (address: string, path: string) =>
    updated(address, { path, content_base64: base64('a') }, { content_base64: base64('b') });
  const resources = [
    unchanged('databricks_pipeline.pipeline', PIPELINE),
    file('databricks_notebook.raw', '/music/raw'),
    file('databricks_workspace_file.lineage', '/music/lineage.json'),
    file('databricks_workspace_file.other', '/music/other.json'),
  ];
  const findings = tell(resources, [pipelineChange()]);
  expect(kindsOf(findings)).toEqual(['unknown-change']);
  expect(findings[0]?.address).toBe('databricks_workspace_file.other');
});

it('tells of a resource that has another address', () => {
  const moved = {
    ...unchanged('databricks_schema.new', { id: 'a.b' }),
    previousAddress: 'databricks_schema.old',
  };
  expect(the('safe-change', tell([moved])).why).toBe('It was `databricks_schema.old`.');
});

describe('many resources', () => {
  const notebooks = (change: (index: number) => ResourceChange) =>
    Array.from({ length: 1000 }, (_, index) => change(index));

  it('with the same to tell are one finding', () => {
    const findings = tell(
      notebooks((index) =>
        replaced(
          `databricks_notebook.n${index}`,
          { id: `/a/${index}`, path: `/a/${index}` },
          { path: `/b/${index}` },
        ),
      ),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.what).toContain('1000 resources of the type `notebook`');
    expect(findings[0]?.what.length).toBeLessThan(400);
  });
});
