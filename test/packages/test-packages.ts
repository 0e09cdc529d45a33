import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * The node_modules with the packages of this directory.
 *
 * They are large, and one test each needs them, so no clone has them: the first test that asks installs them.
 */
export function testPackages(): string {
  return execFileSync(process.execPath, [join(__dirname, 'install.mjs')], { encoding: 'utf8' }).trim();
}
