import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDeployedTables } from '../../../tools/artefacts/deployed-tables';
import { temporaryDirectory } from '../support/temporary-directory';

const synthesized = (catalog: string, schema: string, others: object = {}): string => {
  const directory = temporaryDirectory();
  for (const environment of ['dev', 'prod']) {
    const stack = path.join(directory, 'stacks', environment);
    mkdirSync(path.join(stack, 'some-pipeline'), { recursive: true });
    writeFileSync(path.join(stack, 'some-pipeline', 'lineage.json'), '{}');
    const resource = { databricks_pipeline: { some: { catalog, schema } }, ...others };
    writeFileSync(path.join(stack, 'cdk.tf.json'), JSON.stringify({ resource }));
  }
  return directory;
};

describe('the tables of an environment', () => {
  it('are where its stack deploys them', () => {
    const directory = synthesized('production', 'music');
    expect(readDeployedTables(directory, 'prod')).toEqual({
      artefacts: path.join(directory, 'stacks', 'prod', 'some-pipeline'),
      catalog: 'production',
      schema: 'music',
    });
  });

  it('are found where the stack makes the schema as well', () => {
    const databricks_schema = { 'music_Schema-1': { name: 'music', catalog_name: 'production' } };
    const directory = synthesized(
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: so Terraform writes references.
      '${databricks_schema.music_Schema-1.catalog_name}',
      '${databricks_schema.music_Schema-1.name}',
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.
      { databricks_schema },
    );
    expect(readDeployedTables(directory, 'prod')).toMatchObject({ catalog: 'production', schema: 'music' });
  });

  it('are in the schema that is said, where everybody who deploys has their own', () => {
    // biome-ignore-start lint/suspicious/noTemplateCurlyInString: so Terraform writes references.
    const name = '${data.databricks_current_user.developer.alphanumeric}_music';
    const directory = synthesized('dev', '${databricks_schema.schema.name}', {
      databricks_schema: { schema: { name } },
    });
    // biome-ignore-end lint/suspicious/noTemplateCurlyInString: as above.

    expect(readDeployedTables(directory, 'dev', 'bob_music')).toMatchObject({ schema: 'bob_music' });
    expect(() => readDeployedTables(directory, 'dev')).toThrow(
      "--environment: 'dev' has one schema per developer. Name the schema, for example: --schema ann_music",
    );
  });

  it('are not guessed', () => {
    const nowhere = ['$', '{databricks_schema.other.name}'].join('');
    expect(() => readDeployedTables(synthesized('production', nowhere), 'prod')).toThrow(
      'contains no pipeline with a catalog, a schema and a lineage.json',
    );
  });

  it('are not there for an environment that is not', () => {
    expect(() => readDeployedTables(synthesized('a', 'b'), 'prd')).toThrow(
      "--environment: environment 'prd' does not exist. Did you mean 'prod'?",
    );
  });
});
