/**
 * Makes everything exist that the npm scripts need: npm packages, a Python environment, jars and a Java.
 *
 * Every script starts with it (`node local/toolchain/set-up.mjs && …`), so it is plain JavaScript without
 * packages, and returns at once, silently, when there is nothing to do. What it installs is in the user's cache,
 * to which `node_modules` and `.local/toolchain/` lead; deleting any of the three is always safe.
 */
import { fileURLToPath } from 'node:url';
import { prepareToolchain } from './prepare-toolchain.mjs';
import { SetUpError } from './set-up-error.mjs';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

prepareToolchain(projectRoot).catch((error) => {
  console.error(error instanceof SetUpError ? `\n${error.message}\n` : error);
  process.exit(1);
});
