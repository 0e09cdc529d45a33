/**
 * The jars of jars.lock.json: what Spark needs beyond pyspark's own jars, and a Kafka broker.
 *
 * Ivy fetches them; it comes with pyspark and is what Spark itself fetches packages with. What it fetched
 * counts only after its SHA-256 agrees with the lock.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchWithIvy } from './ivy.mjs';
import { SetUpError } from './set-up-error.mjs';

const LOCK = fileURLToPath(new URL('jars.lock.json', import.meta.url));
const ATTEMPTS = 3;
const MEGABYTE = 1_000_000;

/** The locked jars: `{ group, artifact, version, sha256, size, for }`, `for` being `spark`, `kafka` or `both`. */
export function lockedJars(lockFile = LOCK) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).jars;
}

/** The name of a jar's file. */
export function jarName({ artifact, version }) {
  return `${artifact}-${version}.jar`;
}

/** Ivy, as pyspark ships it. */
export function ivyJar(home) {
  const packages = join(home, 'python', process.platform === 'win32' ? 'Lib' : 'lib');
  const candidates = process.platform === 'win32' ? [''] : readdirSync(packages);
  for (const candidate of candidates) {
    const jars = join(packages, candidate, 'site-packages', 'pyspark', 'jars');
    const ivy = existsSync(jars) ? readdirSync(jars).find((name) => /^ivy-\d.*\.jar$/.test(name)) : undefined;
    if (ivy) return join(jars, ivy);
  }
  throw new SetUpError(
    `pyspark in ${packages} has no Ivy. Delete ${join(home, 'python')} and run the command again.`,
  );
}

/** Whether every locked jar is where it is used, and no other jar beside it. Contents were checked when they came. */
export function jarsAreReady(home, jars = lockedJars()) {
  return ['spark', 'kafka'].every((user) => {
    const directory = join(home, 'jars', user);
    const wanted = jarsOf(user, jars);
    return (
      existsSync(directory) &&
      readdirSync(directory).length === wanted.length &&
      wanted.every((jar) => {
        const file = join(directory, jarName(jar));
        return existsSync(file) && statSync(file).size === jar.size;
      })
    );
  });
}

/** Fetches and checks all locked jars, then puts them in place at once. */
export async function prepareJars(home, java, ivy, progress, jars = lockedJars()) {
  const megabytes = (jars.reduce((sum, jar) => sum + jar.size, 0) / MEGABYTE).toFixed(0);
  const step = progress.step('jars', `${jars.length} jars, ${megabytes} MB`);
  const work = join(home, 'jars.unfinished');
  // A cache of its own survives an interruption, so the next attempt goes on where this one ended.
  const cache = join(home, 'jars.cache');
  for (const user of ['spark', 'kafka']) {
    rmSync(join(work, user), { recursive: true, force: true });
    mkdirSync(join(work, user), { recursive: true });
    const wanted = jarsOf(user, jars);
    let fetched = 0;
    const onJar = (name) => step.now(`${++fetched} of ${wanted.length} for ${user}, ${name}`);
    for (let attempt = 1; ; attempt++) {
      try {
        await fetchWithIvy({ java, ivy, jars: wanted, cache, target: join(work, user), onJar });
        break;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        step.now(`attempt ${attempt} of ${ATTEMPTS} failed, trying again`);
      }
    }
    const wrong = wanted.map((jar) => checksumProblem(join(work, user), jar)).filter(Boolean);
    if (wrong.length > 0) {
      // A wrong jar must not come out of the cache again.
      rmSync(cache, { recursive: true, force: true });
      throw new SetUpError(
        ['Fetched jars are not the locked ones; nothing was put in place.', ...wrong].join('\n\n'),
      );
    }
  }
  rmSync(join(home, 'jars'), { recursive: true, force: true });
  renameSync(work, join(home, 'jars'));
  rmSync(cache, { recursive: true, force: true });
  step.done(`${jars.length} jars, ${megabytes} MB`);
}

/** What is wrong with a jar's contents, both sums included, or undefined. */
export function checksumProblem(directory, jar) {
  const file = join(directory, jarName(jar));
  const found = existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : 'no file';
  if (found === jar.sha256) return undefined;
  return [
    `  ${jar.group}:${jar.artifact}:${jar.version} (${jarName(jar)})`,
    `    SHA-256 in jars.lock.json: ${jar.sha256}`,
    `    SHA-256 of what came:      ${found}`,
    '    Run the command again; if it stays, the repository serves another file than the one that was locked.',
  ].join('\n');
}

function jarsOf(user, jars) {
  return jars.filter((jar) => jar.for === user || jar.for === 'both');
}
