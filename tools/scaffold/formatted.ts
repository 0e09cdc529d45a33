import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { UserError } from '../terminal/user-error';

/** TypeScript or JSON as the project's formatter wants it in this file; nothing is written. */
export function formatted(file: string, text: string, projectRoot: string): string {
  const biome = path.join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const args = [biome, 'check', '--write', `--stdin-file-path=${file}`];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: projectRoot,
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new UserError(`${file} cannot be formatted:\n${stderr.trim()}`);
  return stdout;
}
