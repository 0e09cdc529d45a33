import type { ResourceChange } from '../../../../tools/review/plan/deployment';
import { base64, kindsOf, tell, the, unchanged, updated } from './deployment-fixture';

const PATH = '/music/table_access';

const notebook = (tables: string) =>
  `# Databricks notebook source\n\ndef set_table_access(spark, parameters, tables):\n    pass\n\n# COMMAND ----------\n\nTABLES = ${tables}\n`;

const table = (readers: string, personal = '') =>
  `{"layer": "gold", "readers": [${readers}], "personal_columns": [${personal}]}`;

const file = (before: string, after: string) =>
  updated(
    'databricks_notebook.access',
    { id: PATH, path: PATH, content_base64: base64(notebook(before)) },
    { content_base64: base64(notebook(after)) },
  );

const job = (before: object, after: object = before): ResourceChange => {
  const task = (parameters: object) => ({
    task: [
      { task_key: 'table_access', notebook_task: [{ notebook_path: PATH, base_parameters: parameters }] },
    ],
  });
  return updated('databricks_job.job', { id: '123456', name: 'nightly', ...task(before) }, task(after));
};

const ROLES = { catalog: 'prod', schema: 'music', analysts: 'data-analysts', auditors: 'auditors' };
const stays = (tables: string) =>
  unchanged('databricks_notebook.access', { id: PATH, path: PATH, content_base64: base64(notebook(tables)) });

describe('who may read which table', () => {
  const own = { ...job(ROLES), actions: ['no-op' as const] };

  it('is told by table and group, with what the job calls the group', () => {
    const findings = tell([
      own,
      file(
        `{"a": ${table('"analysts"')}, "b": ${table('')}}`,
        `{"a": ${table('')}, "b": ${table('"analysts"')}}`,
      ),
    ]);
    expect(the('access-gained', findings).what).toBe(
      '`data-analysts` can read `b` from the next run of the task `table_access`.',
    );
    expect(the('access-lost', findings).dataset).toBe('a');
  });

  it('is an exposure if the table has personal columns', () => {
    const findings = tell([
      own,
      file(`{"a": ${table('', '"name"')}}`, `{"a": ${table('"analysts"', '"name"')}}`),
    ]);
    expect(the('personal-data-exposed', findings).dataset).toBe('a');
  });

  it('is an exposure if a table that is read already becomes personal', () => {
    const findings = tell([
      own,
      file(`{"a": ${table('"analysts"')}}`, `{"a": ${table('"analysts"', '"name"')}}`),
    ]);
    expect(kindsOf(findings)).toContain('personal-data-exposed');
  });

  it('is safe to tell of a table that is new', () => {
    const findings = tell([own, file('{}', `{"a": ${table('"analysts"')}}`)]);
    expect(kindsOf(findings)).toEqual(['safe-change', 'safe-change']);
    expect(findings[0]?.what).toBe('`data-analysts` can read new tables: `a`.');
  });

  it('follows the group that the job names for a role', () => {
    const findings = tell([
      job(ROLES, { ...ROLES, analysts: 'everybody' }),
      stays(`{"a": ${table('"analysts"')}}`),
    ]);
    expect(kindsOf(findings)).toEqual(['access-gained', 'access-lost']);
    expect(the('access-gained', findings).what).toContain('`everybody` can read `a`');
  });

  it('cannot be told if the notebook says it in another way', () => {
    const findings = tell([own, file(`{"a": ${table('')}}`, 'tables_of(spark)')]);
    expect(kindsOf(findings)).toEqual(['unknown-change']);
  });
});
