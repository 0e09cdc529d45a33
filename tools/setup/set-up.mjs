/**
 * Makes everything exist that the npm scripts need: npm packages, a Python environment, jars and a Java.
 *
 * Every script starts with it (`node tools/setup/set-up.mjs && …`), so it is plain JavaScript without
 * packages, and returns at once, silently, when there is nothing to do. What it installs is in the user's cache,
 * to which `node_modules` and `.local/toolchain/` lead; deleting any of the three is always safe.
 */
import { fileURLToPath } from 'node:url';
import { noRoomError } from './no-room-error.mjs';
import { prepareToolchain } from './prepare-toolchain.mjs';
import { SetUpError } from './set-up-error.mjs';

const projectRoot = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

prepareToolchain(projectRoot).catch((error) => {
  console.error(explained(error));
  process.exit(1);
});

function explained(error) {
  const known = noRoomError(error, projectRoot) ?? error;
  if (known instanceof SetUpError) return `\n${known.message}\n`;
  if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code) || !error.path) return error;
  return (
    `\n${error.path} cannot be written (${error.code}).\n` +
    '  Make it writable and run the command again. What another user installed there can be deleted.\n'
  );
}
