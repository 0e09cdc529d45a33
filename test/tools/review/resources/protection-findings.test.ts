import { resourceFindings } from '../../../../tools/review/resources/resource-findings';
import { deployment, kindsOf, PIPELINE, pipelineWith, tell, unchanged, updated } from './deployment-fixture';

const ADDRESS = 'databricks_pipeline.pipeline';
const SCHEMA = { id: 'prod.music', catalog_name: 'prod', name: 'music' };

describe('protection of the environment', () => {
  const reviewed = (before: readonly string[], after: readonly string[]) =>
    resourceFindings(
      deployment([unchanged(ADDRESS, PIPELINE), unchanged('databricks_schema.schema', SCHEMA)], {
        facts: { before: { protected: before }, after: { protected: after } },
      }),
      [],
    );

  it('is data at risk when it ends, for each that it protected', () => {
    const findings = reviewed([ADDRESS, 'databricks_schema.schema'], []);
    expect(findings.map(({ kind, address }) => `${kind} ${address}`)).toEqual([
      `protection-removed ${ADDRESS}`,
      'protection-removed databricks_schema.schema',
    ]);
    expect(findings[1]?.what).toContain('The schema `music` is no longer protected');
  });

  it('is safe when it begins', () => {
    expect(kindsOf(reviewed([], [ADDRESS]))).toEqual(['safe-change']);
  });

  it('is nothing to tell while it stays', () => {
    expect(reviewed([ADDRESS], [ADDRESS])).toEqual([]);
  });
});

it.each([
  [true, 'protection-removed'],
  [false, 'safe-change'],
])('tells of force_destroy that becomes %s', (value, kind) => {
  const schema = updated(
    'databricks_schema.schema',
    { ...SCHEMA, force_destroy: !value },
    { force_destroy: value },
  );
  expect(kindsOf(tell([schema]))).toEqual([kind]);
});

it('tells that an update no longer fails when Kafka has lost messages', () => {
  const findings = tell([
    pipelineWith({
      configuration: { 'kafka.bootstrap_servers': 'a:9092,b:9092', 'kafka.fail_on_data_loss': 'false' },
    }),
  ]);
  expect(kindsOf(findings)).toEqual(['update-interrupted', 'protection-removed']);
});
