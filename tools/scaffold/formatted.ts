import { spawnSync } from 'node:child_process';
import path from 'node:path';
import type { Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';

/** A text as the project's formatters want it in this file; nothing is written. */
export function formatted(
  file: string,
  text: string,
  projectRoot: string,
  { python }: Pick<Toolchain, 'python'>,
): string {
  const biome = path.join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const [program, ...args] = file.endsWith('.py')
    ? [python, '-m', 'ruff', 'format', '--stdin-filename', file, '-']
    : [process.execPath, biome, 'check', '--write', `--stdin-file-path=${file}`];
  const { status, stdout, stderr } = spawnSync(program as string, args, {
    cwd: projectRoot,
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new UserError(`${file} cannot be formatted:\n${stderr.trim()}`);
  return stdout;
}
