#!/usr/bin/env node
/**
 * The program `medallion`: installs the npm packages if they are missing, and runs the command in TypeScript.
 *
 * Dependencies of individual commands, such as Python and Java, are installed by the first command that needs them.
 */
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describeSetUpFailure } from '../setup/failure-message.mjs';
import { packagesAreReady, preparePackages, prepareToolchain } from '../setup/prepare-toolchain.mjs';
import { SPARK_COMMANDS } from './spark-commands.mjs';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');
const require = createRequire(import.meta.url);

const [command, ...words] = process.argv.slice(2);
const runsSpark = SPARK_COMMANDS.includes(command) && !words.includes('--help') && !words.includes('-h');

try {
  // With the packages there, the command checks its options before it installs anything else.
  await (runsSpark && !packagesAreReady(projectRoot) ? prepareToolchain : preparePackages)(projectRoot);
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
