import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { reportAfterRun } from '../../../tools/cli/report-after-run';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { readToolchain } from '../../../tools/setup/toolchain';
import { Progress } from '../../../tools/terminal/progress';
import { SHOP_WITHOUT_CODE } from '../report/report-fixture';
import { writeManifest } from '../support/manifest-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

const toolchain = readToolchain();

afterAll(() => SupervisedProcess.allEnded());

/** A run that has ended, with all that it says from now on. */
function endedRun() {
  const artefacts = temporaryDirectory();
  writeManifest(artefacts, SHOP_WITHOUT_CODE);
  const state = new StateDirectory(temporaryDirectory());
  const said: string[] = [];
  const write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const progress = new Progress({ write });
  return { artefacts, props: { state, toolchain, progress }, said };
}

describe('the report at the end of a run', () => {
  it('is written, and the run says so', async () => {
    const { artefacts, props, said } = endedRun();
    expect(await reportAfterRun(artefacts, props)).toBe(props.state.report);
    expect(existsSync(props.state.report)).toBe(true);
    expect(said.join('')).toContain(`✓ Writing the report: ${props.state.report}`);
  });

  it('does not fail the run when it cannot be written, and says why', async () => {
    const { artefacts, props, said } = endedRun();
    const log = path.join(props.state.warehouse, 'raw_sales', '_delta_log');
    mkdirSync(log, { recursive: true });
    writeFileSync(path.join(log, `${'0'.repeat(19)}7.json`), '{}');
    expect(await reportAfterRun(artefacts, props)).toBeUndefined();
    expect(said.join('')).toMatch(
      /✗ Writing the report: failed.*\n.*\n? *.*raw_sales: .*No table metadata or protocol found/,
    );
  });
});
