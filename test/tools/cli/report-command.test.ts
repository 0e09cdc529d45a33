import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { reportCommand } from '../../../tools/cli/report-command';
import { SupervisedProcess } from '../../../tools/process/supervised-process';
import { readToolchain } from '../../../tools/setup/toolchain';
import { SHOP } from '../report/report-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

const toolchain = readToolchain();

afterAll(() => SupervisedProcess.allEnded());

/** Runs the command on a state; tells its exit code, and what it says on both streams. */
async function run(state: StateDirectory, ...commandLine: string[]) {
  let [output, problems] = ['', ''];
  const errors = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    problems += text;
    return true;
  });
  const code = await reportCommand(commandLine, {
    state,
    toolchain,
    output: {
      write: (text: string | Uint8Array) => {
        output += text;
        return true;
      },
    },
  });
  errors.mockRestore();
  return { code, output, problems };
}

/** A state in which the shop was synthesized, and has no tables yet. */
function synthesizedShop(): StateDirectory {
  const state = new StateDirectory(temporaryDirectory());
  const directory = path.join(state.synthesized, 'stacks', 'dev', 'shop');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'lineage.json'), JSON.stringify(SHOP));
  return state;
}

describe('npm run report', () => {
  it('writes the page of what is there, and says where it is', async () => {
    const state = synthesizedShop();
    expect(await run(state)).toEqual({
      code: 0,
      output: `${state.report} is written: open it in a browser.\n`,
      problems: '',
    });
    expect(readFileSync(state.report, 'utf8')).toContain('<title>shop: report of a local run</title>');
  });

  it('says so when there is nothing yet', async () => {
    const { code, problems } = await run(new StateDirectory(temporaryDirectory()));
    expect(code).toBe(1);
    expect(problems).toContain('run npm start first');
  });

  it('names a table that it cannot read, and leaves the page as it was', async () => {
    const state = synthesizedShop();
    await run(state);
    const before = readFileSync(state.report, 'utf8');
    const log = path.join(state.warehouse, 'raw_sales', '_delta_log');
    mkdirSync(log, { recursive: true });
    const protocol = { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] };
    writeFileSync(path.join(log, `${'0'.repeat(20)}.json`), JSON.stringify({ protocol }));
    const { code, problems } = await run(state);
    expect(code).toBe(1);
    expect(problems).toMatch(/raw_sales: .*Invalid protocol action in the delta log/);
    expect(readFileSync(state.report, 'utf8')).toBe(before);
  });

  it('shows what it does with --help, and knows no other option', async () => {
    const state = new StateDirectory(temporaryDirectory());
    expect((await run(state, '--help')).output).toContain('.local/report.html');
    const wrong = await run(state, '--open');
    expect(wrong.code).toBe(1);
    expect(wrong.problems).toContain('takes no options');
  });
});
