import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readStack } from '../../../../tools/review/plan/stack-directory';
import { temporaryDirectory } from '../../support/temporary-directory';

/** A directory as synthesis writes it, with a stack for each environment. */
function synthesized(...environments: string[]): string {
  const output = temporaryDirectory();
  const stacks = environments.map((environment) => {
    mkdirSync(path.join(output, 'stacks', environment), { recursive: true });
    writeFileSync(
      path.join(output, 'stacks', environment, 'cdk.tf.json'),
      JSON.stringify({ output: { review: { value: environment } } }),
    );
    return [environment, { synthesizedStackPath: `stacks/${environment}/cdk.tf.json` }];
  });
  writeFileSync(path.join(output, 'manifest.json'), JSON.stringify({ stacks: Object.fromEntries(stacks) }));
  return output;
}

describe('a synthesized directory', () => {
  it('is read where it has one stack, or the stack is named', () => {
    expect(readStack(synthesized('dev')).output?.review?.value).toBe('dev');
    expect(readStack(synthesized('dev', 'prod'), 'prod').output?.review?.value).toBe('prod');
  });

  it('may be that of a stack itself', () => {
    const directory = path.join(synthesized('dev', 'prod'), 'stacks', 'prod');

    expect(readStack(directory).output?.review?.value).toBe('prod');
  });

  it('has to be asked for a stack that it has', () => {
    const directory = synthesized('dev', 'prod');

    expect(() => readStack(directory)).toThrow(
      /has the stacks dev, prod\. Select one, for example: npx medallion review dev/,
    );
    expect(() => readStack(directory, 'test')).toThrow(/has no stack 'test'. Its stacks: dev, prod/);
  });

  it('has to be there, and written by synthesis', () => {
    const directory = temporaryDirectory();

    expect(() => readStack(path.join(directory, 'none'))).toThrow(/directory .*none does not exist/);
    expect(() => readStack(directory)).toThrow(/neither manifest\.json nor cdk\.tf\.json/);
    writeFileSync(path.join(directory, 'cdk.tf.json'), '{');
    expect(() => readStack(directory)).toThrow(/cdk\.tf\.json cannot be read/);
  });
});
