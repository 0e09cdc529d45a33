import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { report } from '../../../tools/cli/report';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { SHOP_WITHOUT_CODE } from '../report/report-fixture';
import { commandRun } from '../support/command-run';
import { writeManifest } from '../support/manifest-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

afterAll(() => SupervisedProcess.allEnded());

const run = (state: StateDirectory, ...words: string[]) => commandRun(report, words, { state });

/** A state in which the shop was synthesized, and has no tables yet. */
function synthesizedShop(): StateDirectory {
  const state = new StateDirectory(temporaryDirectory());
  const directory = path.join(state.synthesized, 'stacks', 'dev', 'shop');
  writeManifest(directory, SHOP_WITHOUT_CODE);
  return state;
}

describe('medallion report', () => {
  it('writes the page of what is there, and says where it is', async () => {
    const state = synthesizedShop();
    expect(await run(state)).toEqual({
      code: 0,
      output: `Wrote ${state.report}. Open it in a browser.\n`,
      errors: '',
    });
    expect(readFileSync(state.report, 'utf8')).toContain('<title>shop: report of a local run</title>');
  });

  it('says so when there is nothing yet', async () => {
    const { code, errors } = await run(new StateDirectory(temporaryDirectory()));
    expect(code).toBe(1);
    expect(errors).toContain('run npm start first');
  });

  it('names a table that it cannot read, and leaves the page as it was', async () => {
    const state = synthesizedShop();
    await run(state);
    const before = readFileSync(state.report, 'utf8');
    const log = path.join(state.warehouse, 'raw_sales', '_delta_log');
    mkdirSync(log, { recursive: true });
    const protocol = { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] };
    writeFileSync(path.join(log, `${'0'.repeat(20)}.json`), JSON.stringify({ protocol }));
    const { code, errors } = await run(state);
    expect(code).toBe(1);
    expect(errors).toMatch(/raw_sales: .*Invalid protocol action in the delta log/);
    expect(readFileSync(state.report, 'utf8')).toBe(before);
  });

  it('shows what it does with --help, and knows no other option', async () => {
    const state = new StateDirectory(temporaryDirectory());
    expect((await run(state, '--help')).output).toContain('.local/report.html');
    const wrong = await run(state, '--open');
    expect(wrong.code).toBe(1);
    expect(wrong.errors).toContain('There is no option --open.');
  });
});
