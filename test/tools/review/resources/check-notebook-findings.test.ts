import type { Attributes } from '../../../../tools/review/plan/deployment';
import { pythonConstant } from '../../../../tools/review/resources/python-constants';
import {
  base64,
  dataset,
  kindsOf,
  pipelineChange,
  tell,
  the,
  unchanged,
  updated,
} from './deployment-fixture';

const gate = ({ rows = 100, rates = '{}', log = 'event_log', code = 'pass', intro = '' }) =>
  `# Databricks notebook source\n# MAGIC %md\n# MAGIC ${intro}\n\ndef check(x):\n    ${code}\n\n# COMMAND ----------\n\nEVENT_LOGS = ["${log}"]\n\n# COMMAND ----------\n\nMINIMUM_ROWS = ${rows}\n\n# COMMAND ----------\n\nRESULTS_TABLE = "results"\n\n# COMMAND ----------\n\nTOLERATED_FAILURE_RATES = ${rates}\n`;

const pairs = (value: string, table = 'results') =>
  `# Databricks notebook source\n\nPAIRS = ${value}\n\n# COMMAND ----------\n\nRESULTS_TABLE = "${table}"\n`;

const notebook = (name: string, before: string, after: string) =>
  updated(
    `databricks_notebook.${name}`,
    { id: `/music/${name}`, path: `/music/${name}`, content_base64: base64(before) },
    { content_base64: base64(after) },
  );

describe('the quality gate', () => {
  const change = (before: Parameters<typeof gate>[0], after: Parameters<typeof gate>[0]) =>
    tell([notebook('quality_gate', gate(before), gate(after))]);

  it.each([
    ['judges from more rows on', {}, { rows: 500 }, 'tolerance-raised'],
    ['judges from fewer rows on', {}, { rows: 10 }, 'safe-change'],
    ['tolerates more', { rates: '{"a": {"r": 0.1}}' }, { rates: '{"a": {"r": 0.2}}' }, 'tolerance-raised'],
    ['tolerates less', { rates: '{"a": {"r": 0.2}}' }, { rates: '{"a": {"r": 0.1}}' }, 'safe-change'],
    ['knows one more rule', {}, { rates: '{"a": {"r": 0.1}}' }, 'safe-change'],
    ['explains itself in other words', {}, { intro: 'new' }, 'safe-change'],
    ['runs other code', {}, { code: 'return 1' }, 'unknown-change'],
    ['reads another log', {}, { log: 'other' }, 'unknown-change'],
    ['says its constants in another way', {}, { rates: 'rates()' }, 'unknown-change'],
  ])('%s', (_, before, after, kind) => {
    expect(kindsOf(change(before, after))).toEqual([kind]);
  });

  it('does not repeat what a rule declares', () => {
    const a = (rate: number) =>
      dataset('a', 'streaming_table', ['id'], {
        expectations: [{ name: 'r', rule: 'true', action: 'drop', toleratedFailureRate: rate }],
      });
    const change = notebook(
      'quality_gate',
      gate({ rates: '{"a": {"r": 0.1}}' }),
      gate({ rates: '{"a": {"r": 0.2}}' }),
    );
    expect(kindsOf(tell([change], [pipelineChange([a(0.1)], [a(0.2)])]))).toEqual(['safe-change']);
  });
});

describe('what is compared with the original pipeline', () => {
  const pair = (columns: string, tolerated = '{"missing": 0}') =>
    `[{"dataset": "a", "original": "b", "columns": ${columns}, "tolerated": ${tolerated}}]`;

  it.each([
    ['fewer tables', pair('{}'), '[]', 'monitoring-removed'],
    ['fewer columns', pair('{"x": {"tolerance": 0}}'), pair('{}'), 'monitoring-removed'],
    [
      'larger differences',
      pair('{"x": {"tolerance": 0}}'),
      pair('{"x": {"tolerance": 2}}'),
      'tolerance-raised',
    ],
    ['more missing rows', pair('{}'), pair('{}', '{"missing": 0.1}'), 'tolerance-raised'],
    ['more columns', pair('{}'), pair('{"x": {"tolerance": 0}}'), 'safe-change'],
  ])('%s', (_, before, after, kind) => {
    expect(kindsOf(tell([notebook('reconciliation', pairs(before), pairs(after))]))).toEqual([kind]);
  });

  it('goes to another table', () => {
    expect(kindsOf(tell([notebook('reconciliation', pairs('[]'), pairs('[]', 'other'))]))).toEqual([
      'readers-break',
    ]);
  });
});

describe('parameters of checks', () => {
  const job = (before: Attributes, after: Attributes) => {
    const task = (parameters: Attributes) => ({
      task: [
        {
          task_key: 'gate',
          notebook_task: [{ notebook_path: '/music/quality_gate', base_parameters: parameters }],
        },
      ],
    });
    const file = unchanged('databricks_notebook.gate', {
      path: '/music/quality_gate',
      content_base64: base64(gate({})),
    });
    return tell([
      file,
      updated('databricks_job.job', { id: '123456', name: 'nightly', ...task(before) }, task(after)),
    ]);
  };

  it.each([
    [{ tolerated_failure_rate: '0.01' }, { tolerated_failure_rate: '0.1' }, 'tolerance-raised'],
    [{ tolerated_failure_rate: '0.1' }, { tolerated_failure_rate: '0.01' }, 'safe-change'],
    [{ updated_logs: 'a,b' }, { updated_logs: '' }, 'safe-change'],
    [{ catalog: 'a' }, { catalog: 'b' }, 'unknown-change'],
  ])('from %j to %j: %s', (before, after, kind) => {
    expect(kindsOf(job(before, after))).toEqual([kind]);
  });
});

describe('a constant of a notebook', () => {
  it.each([
    ['"a" "b"', 'ab'],
    ['{"a": [1, 2.5, None], "b": True,}', { a: [1, 2.5, null], b: true }],
    ['[\n    "a",  # why\n    "it\\"s",\n]', ['a', 'it"s']],
    ["('x', -1)", ['x', -1]],
  ])('is read where it is written out: %s', (text, value) => {
    expect(pythonConstant(`X = ${text}\n`, 'X')?.value).toEqual(value);
  });

  it.each(['call()', '[1, call()]', '{"a" 1}', '"open'])('is not read where it is not: %s', (text) => {
    expect(pythonConstant(`X = ${text}\n`, 'X')).toBeUndefined();
  });

  it('is not one of another name, or within a function', () => {
    expect(pythonConstant('XY = 1\n  X = 2\n', 'X')).toBeUndefined();
  });
});

it('tells who no longer has a gate at all', () => {
  const findings = tell([notebook('quality_gate', gate({}), gate({ rows: 500 }))]);
  expect(the('tolerance-raised', findings).what).toContain('only from 500 rows on instead of 100');
});
