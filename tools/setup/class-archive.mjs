/**
 * The class-data-sharing archive of Spark's classes: with it a session starts in about half the CPU time.
 *
 * It is made by a short Spark session that does what pipelines do. Java ignores an archive that does not fit, so
 * whatever goes wrong here, but for a full disk, costs time at each start and nothing else.
 */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CONTENTS, cached } from './cache.mjs';
import { stampOf } from './content-stamp.mjs';
import { freeMegabytes, NoRoomError } from './no-room-error.mjs';
import { runCommand } from './run-command.mjs';

/** The sources that decide what is in the archive, and with which options of Java it can be used. */
export const CLASS_ARCHIVE_SOURCES = ['java_process.py', 'train_class_archive.py'].map((file) =>
  fileURLToPath(new URL(`../local/runtime/${file}`, import.meta.url)),
);
const ARCHIVE_MEGABYTES = 200;
const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The archive file for this Java and these jars, made if it is missing; '' if it cannot be made. */
export async function prepareClassArchive(cache, { python, java, sparkJars }, progress) {
  const step = progress.step('class archive', "of Spark's classes, by a short session");
  // Java refuses an archive of jars with other times: of jars that were fetched again, for instance.
  const jars = [join(sparkJars, '..', CONTENTS), join(python, '..', '..', CONTENTS)];
  const values = [
    ...[java.fullVersion, java.realHome, python, sparkJars],
    stampOf([...CLASS_ARCHIVE_SOURCES, ...jars]),
  ];
  let origin = 'from the cache';
  try {
    const home = await cached(cache, 'classes', values, async (directory) => {
      origin = 'made';
      await train(directory, python, java, sparkJars);
    });
    const megabytes = (statSync(join(home, 'spark.jsa')).size / 1_000_000).toFixed(0);
    step.done(`${megabytes} MB, ${origin}`);
    // Java's own base comes first, if it had to be made.
    return [join(home, 'base.jsa'), join(home, 'spark.jsa')].filter(existsSync).join(delimiter);
  } catch (error) {
    if (error instanceof NoRoomError) throw error;
    const said = error.lines?.findLast((line) => /^(\w+\.)*\w*(Error|Exception)\b|^Java does/.test(line));
    step.done(`none, so sessions start slower (tried again in a day): ${said ?? error.message}`);
    return '';
  }
}

async function train(directory, python, java, sparkJars) {
  const what = "Archiving Spark's classes";
  // An application's archive needs one of Java's own classes, which reduced Java distributions lack.
  if (!existsSync(join(java.realHome, 'lib', 'server', 'classes.jsa'))) {
    const base = `-XX:SharedArchiveFile=${join(directory, 'base.jsa')}`;
    await runCommand(java.binary, ['-Xshare:dump', base], { what });
  }
  const env = { ...process.env, JAVA_HOME: java.home, SPARK_EXTRA_JARS: sparkJars };
  delete env.PYTHONDONTWRITEBYTECODE;
  await runCommand(python, ['-m', 'tools.local.runtime.train_class_archive', directory], {
    what,
    cwd: PROJECT_ROOT,
    env,
  }).catch((error) => {
    // Not every Java says so.
    const isFull = freeMegabytes(directory) < ARCHIVE_MEGABYTES;
    throw isFull ? Object.assign(error, { code: 'ENOSPC' }) : error;
  });
}
