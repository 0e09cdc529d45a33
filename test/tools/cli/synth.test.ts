import { existsSync } from 'node:fs';
import path from 'node:path';
import { synth } from '../../../tools/cli/synth';
import { commandRun } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

const command = (...words: string[]) => commandRun(synth, words);

describe('medallion synth', () => {
  it('writes the environments that are named, and says where', async () => {
    const directory = path.join(temporaryDirectory(), 'out');
    const { code, output } = await command('dev', '--output', directory);

    expect(code).toBe(0);
    expect(output).toBe(`${path.join(directory, 'stacks', 'dev', 'cdk.tf.json')}\n`);
    expect(existsSync(output.trim())).toBe(true);
  });

  it('says what is wrong, and writes nothing', async () => {
    const directory = path.join(temporaryDirectory(), 'out');
    const { code, output, errors } = await command('dve', '--output', directory);

    expect({ code, output }).toEqual({ code: 1, output: '' });
    expect(errors).toContain("'dve'");
    expect(existsSync(path.join(directory, 'manifest.json'))).toBe(false);
  });

  it('explains itself, and says what it does not know', async () => {
    expect((await command('--help')).output).toContain('Usage: npx medallion synth');
    expect((await command('--outptu', 'x')).errors).toContain('--output');
  });
});
