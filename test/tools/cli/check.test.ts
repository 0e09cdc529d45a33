import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { readRecordedChecks } from '../../../tools/checks/check-record';
import type { CheckResult, DataQualityReport } from '../../../tools/checks/data-quality-report';
import { check } from '../../../tools/cli/check';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { readToolchain } from '../../../tools/setup/toolchain';
import { commandRun } from '../support/command-run';
import { manifestDataset, manifestOf, writeManifest } from '../support/manifest-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const WAREHOUSE = {
  DATABRICKS_SERVER_HOSTNAME: 'example.cloud.databricks.com',
  DATABRICKS_HTTP_PATH: '/sql/1.0/warehouses/abc',
  DATABRICKS_TOKEN: 'secret',
};

const PASSED: CheckResult = {
  name: 'price_present',
  dataset: 'orders',
  kind: 'expectation',
  description: 'price IS NOT NULL',
  status: 'PASS',
  failingRows: 0,
  message: null,
  sampleRows: [],
  query: 'SELECT 1',
};
const FAILED: CheckResult = { ...PASSED, name: 'price_plausible', status: 'FAIL', failingRows: 3 };

/** A state directory, with the tables of `orders` unless it is a new one. */
const stateWith = (tables: 'tables' | 'no tables'): StateDirectory => {
  const state = new StateDirectory(temporaryDirectory());
  if (tables === 'no tables') return state;
  const artefacts = path.join(state.synthesized, 'stacks', 'dev', 'shop');
  for (const directory of [artefacts, path.join(state.warehouse, 'orders')]) {
    mkdirSync(directory, { recursive: true });
  }
  const orders = manifestDataset({ name: 'orders', layer: 'raw', kind: 'kafka_stream', topic: 'orders' });
  const view = manifestDataset({ name: 'a_view', layer: 'gold', kind: 'published_view' });
  writeManifest(artefacts, manifestOf([orders, view]));
  return state;
};

/** Runs the command with a fake of the Python process, which tells these events and ends with this code. */
const command = async (
  commandLine: string,
  {
    state = stateWith('tables'),
    events = [{ event: 'finished', checks: [PASSED] }] as object[],
    exitCode = 0,
    variables = {} as Record<string, string>,
  } = {},
) => {
  const directory = temporaryDirectory();
  const told = path.join(directory, 'events');
  const asked = path.join(directory, 'asked');
  const python = path.join(directory, 'python');
  writeFileSync(told, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  writeFileSync(
    python,
    `#!/bin/sh\necho "$*" "$DATABRICKS_TOKEN" > '${asked}'\ncat '${told}'\necho 'last words' >&2\nexit ${exitCode}\n`,
    { mode: 0o755 },
  );
  const run = await commandRun(check, commandLine.split(' ').filter(Boolean), {
    state,
    toolchain: async () => ({ ...readToolchain(), python }),
    variables,
  });
  return {
    ...run,
    asked: existsSync(asked) ? readFileSync(asked, 'utf8').trim() : undefined,
    state,
  };
};

// The report does not wait for what a process leaves behind.
afterAll(() => SupervisedProcess.allEnded());

describe('medallion check', () => {
  it('checks the local tables and ends with 0 if all is well', async () => {
    const { code, output, errors, asked, state } = await command('--max-age 2h --dataset orders');
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('1 check of 1 local table: 1 passed, 0 failed');
    const artefacts = path.join(state.synthesized, 'stacks', 'dev', 'shop');
    expect(asked).toBe(
      `-m tools.checks.data_quality --artefacts ${artefacts} --state ${state.root} --max-age 7200 --dataset orders`,
    );
  });

  it('records the results, and keeps those of checks that did not run again', async () => {
    const { state } = await command('', { events: [{ event: 'finished', checks: [PASSED, FAILED] }] });
    await command('--dataset orders', {
      state,
      events: [{ event: 'finished', checks: [{ ...FAILED, status: 'PASS' }] }],
    });
    const results = () => readRecordedChecks(state).map(({ name, status }) => [name, status]);
    expect(results()).toEqual([
      ['price_present', 'PASS'],
      ['price_plausible', 'PASS'],
    ]);
    await command('', { state });
    expect(results()).toEqual([['price_present', 'PASS']]);
  });

  it('ends with 3 if a check fails, and with 0 if one warns', async () => {
    const warned = { ...FAILED, status: 'WARN' };
    const finished = (check: object) => ({ events: [{ event: 'finished', checks: [PASSED, check] }] });
    expect((await command('', finished(FAILED))).code).toBe(3);
    expect((await command('', finished(warned))).code).toBe(0);
  });

  it('writes one JSON document for programs', async () => {
    const { output } = await command('--format json', {
      events: [{ event: 'finished', checks: [PASSED, FAILED] }],
    });
    expect(JSON.parse(output)).toEqual({
      tables: 'local',
      status: 'FAIL',
      passed: 1,
      warned: 0,
      failed: 1,
      informed: 0,
      checks: [PASSED, FAILED],
    } satisfies DataQualityReport);
  });

  it.each([
    ['--dataset ordres', "--dataset: dataset 'ordres' does not exist. Did you mean 'orders'?"],
    ['--colour', 'There is no option --colour.'],
    ['--environment prod', 'DATABRICKS_HTTP_PATH, DATABRICKS_TOKEN'],
  ])('ends with 1 and says why it cannot run with %s', async (line, reason) => {
    const { code, output, errors, asked } = await command(line);
    expect({ code, output, asked }).toEqual({ code: 1, output: '', asked: undefined });
    expect(errors).toContain(reason);
  });

  it('ends with 1 where there are no tables, nobody answers, or there is nothing to check', async () => {
    const noTables = await command('', { state: stateWith('no tables') });
    expect(noTables).toMatchObject({ code: 1, output: '' });
    expect(noTables.errors).toContain('run npm start first');
    const events = [{ event: 'unreachable', message: 'the SQL warehouse does not answer' }];
    const unreachable = await command('', { events, exitCode: 1 });
    expect(unreachable).toMatchObject({ code: 1, errors: 'the SQL warehouse does not answer\n' });
    const nothing = await command('--dataset a_view', { events: [{ event: 'finished', checks: [] }] });
    expect(nothing).toMatchObject({ code: 1, errors: 'No checks exist for a_view.\n' });
  });

  it('shows the end of the log of checks that end in an unknown way', async () => {
    const { code, errors } = await command('', { events: [], exitCode: 134 });
    expect(code).toBe(1);
    expect(errors).toContain('ended unexpectedly (exit code 134)');
    expect(errors).toContain('last words');
  });

  it('asks the warehouse for the tables that an environment deploys now', async () => {
    const { code, output, asked, state } = await command('--environment prod', {
      state: stateWith('no tables'),
      variables: WAREHOUSE,
    });
    expect(code).toBe(0);
    const stack = path.join(state.root, 'check', 'synth', 'stacks', 'prod');
    expect(asked).toBe(
      `-m tools.checks.data_quality --artefacts ${path.join(stack, 'music-streaming')} --schema prod music_streaming secret`,
    );
    expect(output).toContain('1 check of 1 prod.music_streaming table');
  });
});
