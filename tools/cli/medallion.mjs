#!/usr/bin/env node
/**
 * The program `medallion`: installs the npm packages if they are missing, and runs the command in TypeScript.
 *
 * Dependencies of individual commands, such as Python and Java, are installed by the first command that needs them.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describeSetUpFailure } from '../setup/failure-message.mjs';
import { preparePackages, prepareToolchain } from '../setup/prepare-toolchain.mjs';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const require = createRequire(import.meta.url);

try {
  await preparePackages(projectRoot);
} catch (error) {
  console.error(describeSetUpFailure(error, projectRoot));
  process.exit(1);
}
require('ts-node').register({ projectSearchDir: projectRoot });
require('./program.ts').runProgram(async () => {
  try {
    await prepareToolchain(projectRoot);
  } catch (error) {
    console.error(describeSetUpFailure(error, projectRoot));
    process.exit(1);
  }
});
