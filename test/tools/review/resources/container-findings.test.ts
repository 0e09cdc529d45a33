import {
  DATASETS,
  deleted,
  kindsOf,
  PIPELINE,
  pipelineChange,
  pipelineWith,
  replaced,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

const PIPELINE_ADDRESS = 'databricks_pipeline.pipeline';
const SCHEMA = { id: 'prod.music', catalog_name: 'prod', name: 'music', force_destroy: false };

describe('a pipeline that goes', () => {
  it('takes its tables with it, each by name', () => {
    const finding = the('pipeline-deleted', tell([deleted(PIPELINE_ADDRESS, PIPELINE)], [pipelineChange()]));
    expect(finding.furtherDatasets).toEqual(['raw_events', 'bronze_events', 'gold_days']);
    expect(finding.why).toContain('no longer in the code');
    expect(finding.why).toContain('prevent_destroy');
  });

  it('can be copied first: what cannot be computed again, into a schema of its own', () => {
    const { todo } = the('pipeline-deleted', tell([deleted(PIPELINE_ADDRESS, PIPELINE)], [pipelineChange()]));
    expect(todo?.commands).toEqual([
      'CREATE SCHEMA IF NOT EXISTS `prod`.`music_copy`;',
      'CREATE TABLE `prod`.`music_copy`.`raw_events` AS SELECT * FROM `prod`.`music`.`raw_events`;',
      'CREATE TABLE `prod`.`music_copy`.`bronze_events` AS SELECT * FROM `prod`.`music`.`bronze_events`;',
    ]);
  });

  it('is told without names if there is no manifest', () => {
    const finding = the('pipeline-deleted', tell([deleted(PIPELINE_ADDRESS, PIPELINE)]));
    expect(finding.furtherDatasets).toBeUndefined();
    expect(finding.what).toContain('every table it created');
  });
});

describe('a pipeline that is created again', () => {
  const storage = replaced(PIPELINE_ADDRESS, { ...PIPELINE, storage: 'dbfs:/a' }, { storage: 'dbfs:/b' });

  it('loses its tables, because of the attribute that cannot change in place', () => {
    const finding = the('pipeline-replaced', tell([storage], [pipelineChange()]));
    expect(finding.furtherDatasets).toHaveLength(3);
    expect(finding.why).toContain("storage: 'dbfs:/a' → 'dbfs:/b'");
  });

  it('is told once: neither its ids nor its place are told again', () => {
    const moved = replaced(PIPELINE_ADDRESS, PIPELINE, {
      catalog: null,
      schema: null,
      storage: 'dbfs:/b',
      id: undefined,
    });
    expect(kindsOf(tell([{ ...moved, replacePaths: [['catalog'], ['storage']] }]))).toEqual([
      'pipeline-replaced',
    ]);
  });
});

describe('tables that move', () => {
  it.each([
    ['catalog', { catalog: 'other' }, '`other.music`'],
    ['schema', { schema: 'other' }, '`prod.other`'],
  ])('are created again in another %s, and stay behind in the old one', (_, change, place) => {
    const finding = the('tables-moved', tell([pipelineWith(change)], [pipelineChange()]));
    expect(finding.furtherDatasets).toEqual(['raw_events', 'bronze_events', 'gold_days']);
    expect(finding.what).toContain(place);
    expect(finding.otherwise).toContain('keep their rows');
  });

  it('are lost where they were if their schema is created again, too', () => {
    const schema = replaced('databricks_schema.schema', SCHEMA, { name: 'other' });
    const findings = tell([schema, pipelineWith({ schema: 'other' })], [pipelineChange()]);
    expect(the('tables-moved', findings).otherwise).toContain(
      'are deleted with their schema by this deployment',
    );
    expect(the('container-replaced', findings).furtherDatasets).toEqual([
      'raw_events',
      'bronze_events',
      'gold_days',
    ]);
  });

  // Case 9 of the inputs that failed: Unity Catalog stores names in lower case.
  it('stay where they are if names only differ in case', () => {
    const findings = tell([pipelineWith({ catalog: 'Prod', schema: 'Music' })], [pipelineChange()]);
    expect(kindsOf(findings)).toEqual(['update-interrupted', 'update-interrupted']);
    expect(findings[1]?.what).toContain('publishes to the same tables as before');
  });

  it('stay where they are if only the publishing mode is another one', () => {
    const findings = tell([
      pipelineWith({ target: null, schema: 'music' }, { target: 'music', schema: null }),
    ]);
    expect(kindsOf(findings)).toEqual(['update-interrupted', 'unknown-change']);
    expect(the('unknown-change', findings).what).toContain('publishes to `prod.music` as before');
  });

  it('take the event log with them without a finding of its own', () => {
    const log = (schema: string) => ({ schema, event_log: [{ catalog: 'prod', schema, name: 'event_log' }] });
    const findings = tell([pipelineWith(log('other'), log('music'))], [pipelineChange()]);
    expect(kindsOf(findings)).toEqual(['update-interrupted', 'tables-moved']);
    expect(the('tables-moved', findings).why).toContain('The event log moves too.');
  });
});

describe('what holds tables', () => {
  it.each([
    ['databricks_schema.schema', SCHEMA],
    ['databricks_catalog.catalog', { id: 'prod', name: 'prod' }],
    [
      'databricks_volume.volume',
      { id: 'prod.music.files', catalog_name: 'prod', schema_name: 'music', name: 'files' },
    ],
    ['databricks_external_location.location', { id: 'location', name: 'location' }],
    ['databricks_storage_credential.credential', { id: 'credential', name: 'credential' }],
  ])('is data at risk if it is deleted: %s', (address, attributes) => {
    expect(kindsOf(tell([deleted(address, attributes)]))).toEqual(['container-deleted']);
  });

  it('names the tables of a schema, and says that Databricks refuses while they are there', () => {
    const finding = the(
      'container-deleted',
      tell([deleted('databricks_schema.schema', SCHEMA)], [pipelineChange()]),
    );
    expect(finding.furtherDatasets).toEqual(['raw_events', 'bronze_events', 'gold_days']);
    expect(finding.otherwise).toContain('`force_destroy` is not set');
  });

  it('says that all is gone where deletion is forced', () => {
    const schema = deleted('databricks_schema.schema', { ...SCHEMA, force_destroy: true });
    expect(the('container-deleted', tell([schema])).otherwise).toBe('Its contents are lost.');
  });

  it('names no table of another schema', () => {
    const schema = deleted('databricks_schema.other', { ...SCHEMA, id: 'prod.other', name: 'other' });
    expect(the('container-deleted', tell([schema], [pipelineChange()])).furtherDatasets).toBeUndefined();
  });
});

it('tells that a catalog cannot be renamed, though the plan shows an update', () => {
  const rename = updated('databricks_catalog.catalog', { id: 'prod', name: 'prod' }, { name: 'live' });
  const finding = the('container-replaced', tell([rename], [pipelineChange()]));
  expect(finding.what).toContain("The catalog 'prod' cannot be renamed to 'live'");
  expect(finding.furtherDatasets).toHaveLength(3);
});

it('tells that Terraform forgets a resource, which is neither deleted nor safe', () => {
  const forgotten = {
    ...unchanged(PIPELINE_ADDRESS, PIPELINE),
    actions: ['forget' as const],
    after: undefined,
  };
  const [finding, ...others] = tell([forgotten], [pipelineChange(DATASETS)]);
  expect(others).toEqual([]);
  expect(finding?.kind).toBe('unknown-change');
  expect(finding?.what).toContain('no longer managed');
});
