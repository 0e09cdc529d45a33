/**
 * Makes everything exist that the tests need: npm packages, a Python environment, jars and a Java.
 *
 * It is plain JavaScript without packages, and returns at once, silently, when there is nothing to do. What it installs
 * is in the user's cache, to which `node_modules` and `.local/toolchain/` lead; deleting any of the three is always safe.
 */
import { fileURLToPath } from 'node:url';
import { describeSetUpFailure } from './failure-message.mjs';
import { prepareToolchain } from './prepare-toolchain.mjs';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

prepareToolchain(projectRoot).catch((error) => {
  console.error(describeSetUpFailure(error, projectRoot));
  process.exit(1);
});
