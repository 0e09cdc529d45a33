import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import type {
  ReconciliationCheck,
  ReconciliationReport,
} from '../../../tools/checks/reconciliation/reconciliation-report';
import { reconcile } from '../../../tools/cli/reconcile';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { readToolchain } from '../../../tools/setup/toolchain';
import { commandRun } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const EQUAL: ReconciliationCheck = {
  dataset: 'daily_sales',
  original: 'sales',
  check: 'missing_key',
  column: null,
  concerned: 0,
  compared: 3,
  tolerated: 0,
  passed: true,
  message: null,
  examples: null,
};
const REPORT: ReconciliationReport = {
  original: '/exported',
  results: '/results',
  notCompared: [],
  failed: 0,
  checks: [EQUAL],
};
const DIFFERENT: ReconciliationReport = {
  ...REPORT,
  failed: 1,
  checks: [{ ...EQUAL, concerned: 1, passed: false, examples: '[{"day":"2026-01-05"}]' }],
};

/** A state directory with a table, as npm start leaves it. */
function stateWithTables(): StateDirectory {
  const state = new StateDirectory(temporaryDirectory());
  const artefacts = path.join(state.synthesized, 'stacks', 'dev', 'shop');
  for (const directory of [artefacts, path.join(state.warehouse, 'daily_sales')]) {
    mkdirSync(directory, { recursive: true });
  }
  writeFileSync(path.join(artefacts, 'lineage.json'), '{"pipeline": "shop", "datasets": []}');
  return state;
}

/** Runs the command with a fake of the Python process, which tells these events and ends. */
async function command(
  commandLine: readonly string[],
  events: readonly object[] = [{ event: 'finished', report: REPORT }],
  state = stateWithTables(),
) {
  const directory = temporaryDirectory();
  const [told, asked, python] = ['events', 'asked', 'python'].map((name) => path.join(directory, name));
  writeFileSync(told as string, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const script = `#!/bin/sh\necho "$*" > '${asked}'\ncat '${told}'\necho 'last words' >&2\n`;
  writeFileSync(python as string, script, { mode: 0o755 });
  const run = await commandRun(reconcile, commandLine, {
    state,
    toolchain: async () => ({ ...readToolchain(), python: python as string }),
  });
  const heard = existsSync(asked as string) ? readFileSync(asked as string, 'utf8').trim() : undefined;
  return { ...run, asked: heard, state };
}

afterAll(() => SupervisedProcess.allEnded());

describe('medallion reconcile', () => {
  it('runs the notebook as the project would deploy it now, on the local tables', async () => {
    const original = temporaryDirectory();
    const { code, errors, output, asked, state } = await command([
      ...['--with', original, '--dataset', 'daily_sales'],
    ]);

    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('1 check of 1 table: 0 failed');
    const [own, artefacts] = [path.join(state.root, 'reconciliation'), state.synthesized].map((directory) =>
      path.join(directory, directory === state.synthesized ? '' : 'synth', 'stacks', 'dev'),
    );
    expect(asked).toBe(
      `-m tools.checks.reconciliation --stack ${own} --artefacts ${artefacts}/shop --state ${state.root} --with ${original} --dataset daily_sales`,
    );
    expect(existsSync(path.join(own as string, 'tasks', 'reconciliation.py'))).toBe(true);
  });

  it('ends with 3 if something differs by more than is tolerated', async () => {
    const { code, output } = await command(
      ['--with', temporaryDirectory()],
      [{ event: 'finished', report: DIFFERENT }],
    );

    expect(code).toBe(3);
    expect(output).toContain('FAIL  missing_key  1 of 3, 0 % tolerated\n          [{"day":"2026-01-05"}]\n');
  });

  it('writes one JSON document for programs', async () => {
    const { output } = await command(['--with', temporaryDirectory(), '--format', 'json']);

    expect(JSON.parse(output)).toEqual(REPORT);
  });

  it.each([
    [[], '--with is missing: add the directory'],
    [['--with', '/nowhere/at/all'], '--with: directory /nowhere/at/all does not exist.'],
    [['--with', '.', '--colour'], 'There is no option --colour.'],
  ])('ends with 1 and says why it cannot run with %j', async (line, reason) => {
    const { code, output, errors, asked } = await command(line);

    expect({ code, output, asked }).toEqual({ code: 1, output: '', asked: undefined });
    expect(errors).toContain(reason);
  });

  it('ends with 1 where there are no tables, and where nothing can be compared', async () => {
    const original = temporaryDirectory();
    const empty = await command(['--with', original], [], new StateDirectory(temporaryDirectory()));
    const message = '--with: nothing to compare with';
    const impossible = await command(['--with', original], [{ event: 'impossible', message }]);

    expect(empty).toMatchObject({
      code: 1,
      output: '',
      errors: expect.stringContaining('run npm start first'),
    });
    expect(impossible).toMatchObject({ code: 1, output: '', errors: `${message}\n` });
  });

  it('shows the end of the log of a comparison that ends in an unknown way', async () => {
    const { code, errors } = await command(['--with', temporaryDirectory()], []);

    expect(code).toBe(1);
    expect(errors).toContain('ended unexpectedly (exit code 0)');
    expect(errors).toContain('last words');
  });

  it('says in its help what the exit status means and what the JSON form holds', async () => {
    const { code, output } = await command(['--help']);

    expect(code).toBe(0);
    expect(output).toContain('Exit status: 0 if all differences are within tolerance, 1');
    for (const field of [...Object.keys(REPORT), ...Object.keys(EQUAL)]) expect(output).toContain(field);
  });
});
