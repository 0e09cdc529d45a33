import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { readToolchain } from '../tools/setup/toolchain';

const USAGE = `Rewrites all sources as the format and lint checks of npm test want them, as far as tools can.

  npm run format

The exit code is 0 when nothing is left to mend by hand.`;

/** Rewrites all sources as the format and lint checks of `npm test` want them, as far as tools can. */
function format(): number {
  const projectRoot = resolve(__dirname, '..');
  const { python } = readToolchain(projectRoot);
  const biome = join(projectRoot, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
  const commands: readonly [string, ...string[]][] = [
    [process.execPath, biome, 'check', '--write', '.'],
    [python, '-m', 'ruff', 'check', '--fix', '.'],
    [python, '-m', 'ruff', 'format', '.'],
  ];
  const codes = commands.map(
    ([program, ...args]) => spawnSync(program, args, { cwd: projectRoot, stdio: 'inherit' }).status ?? 1,
  );
  return Math.max(...codes);
}

if (process.argv.includes('--help')) console.log(USAGE);
else process.exitCode = format();
