/** The jars of jars.lock.json: what Spark needs beyond pyspark's own jars, and a Kafka broker. */
import { linkSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { noRoomError } from './no-room-error.mjs';
import { runCommand } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

const FETCH = fileURLToPath(new URL('fetch_jars.py', import.meta.url));
const USERS = ['spark', 'kafka'];

/** The lock file that the jars are fetched by. */
export const JARS_LOCK = fileURLToPath(new URL('jars.lock.json', import.meta.url));

/** The directory of the locked jars, one directory in it for each of Spark and Kafka. */
export async function prepareJars(cache, python, progress, lockFile = JARS_LOCK) {
  const lock = readFileSync(lockFile, 'utf8');
  const { jars } = JSON.parse(lock);
  const megabytes = (jars.reduce((sum, { size }) => sum + size, 0) / 1_000_000).toFixed(0);
  const step = progress.step('jars', `${jars.length} jars, ${megabytes} MB`);
  let origin = 'from the cache';
  const home = await cached(cache, 'jars', [lock], async (directory) => {
    origin = 'fetched';
    const fetched = join(directory, 'fetched');
    mkdirSync(fetched);
    let count = 0;
    try {
      await runCommand(python, [FETCH], {
        what: 'Fetching the jars',
        input: JSON.stringify({ jars, directory: fetched }),
        onLine: (line) => step.now(`${++count} of ${jars.length}, ${line}`),
      });
    } catch (error) {
      throw error.lines && !noRoomError(error, cache) ? new SetUpError(fetchProblem(error.lines)) : error;
    }
    for (const user of USERS) {
      mkdirSync(join(directory, user));
      for (const jar of jars.filter((each) => each.for === user || each.for === 'both')) {
        const name = `${jar.artifact}-${jar.version}.jar`;
        linkSync(join(fetched, name), join(directory, user, name));
      }
    }
    rmSync(fetched, { recursive: true });
  });
  step.done(`${jars.length} jars, ${megabytes} MB, ${origin}`);
  return home;
}

function fetchProblem(lines) {
  return [
    'Fetching the jars failed; none was put in place.',
    ...lines.filter((line) => line.startsWith(' ')),
    ...(lines.some((line) => line.startsWith(' ')) ? [] : lines.slice(-20)),
    '  Check the connection and run the command again. Behind a mirror, set MAVEN_REPOSITORY to its address;',
    '  behind a proxy, HTTPS_PROXY and NODE_EXTRA_CA_CERTS are respected.',
  ].join('\n');
}
