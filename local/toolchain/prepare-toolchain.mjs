/** The order of the set-up: what can happen at once does, and the description of the result comes last. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withSetUpLock } from './exclusive-lock.mjs';
import { ivyJar, jarsAreReady, prepareJars } from './jars.mjs';
import { prepareJava } from './java.mjs';
import { npmPackagesAreReady, prepareNpmPackages } from './npm-packages.mjs';
import { nodeIsSuitable, requirePrerequisites } from './prerequisites.mjs';
import { Progress } from './progress.mjs';
import {
  createPythonEnvironment,
  environmentPython,
  installPythonPackages,
  pythonEnvironmentIsReady,
} from './python-environment.mjs';
import { stopCommands } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';
import { writeWhole } from './stamps.mjs';

/** Brings the machine to the state that the lock files describe, and writes `toolchain.json`. */
export async function prepareToolchain(projectRoot) {
  const home = join(projectRoot, '.local', 'toolchain');
  if (nodeIsSuitable() && isReady(projectRoot, home)) return;

  const prerequisites = requirePrerequisites();
  mkdirSync(home, { recursive: true });
  await withSetUpLock(join(home, 'set-up.lock'), async () => {
    // Whoever held the lock before may have done all of it.
    if (isReady(projectRoot, home)) return;
    const progress = new Progress(process.stderr);
    progress.start();
    try {
      const results = await Promise.allSettled([
        npmPackagesAreReady(projectRoot) || prepareNpmPackages(projectRoot, progress),
        preparePythonJavaAndJars(home, prerequisites.python, progress),
      ]);
      throwAll(results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason));
      progress.finish('Everything is set up');
    } finally {
      progress.stop();
      await stopCommands();
    }
  });
}

async function preparePythonJavaAndJars(home, basePython, progress) {
  const python = environmentPython(home);
  const pythonIsReady = pythonEnvironmentIsReady(home);
  if (!pythonIsReady) await createPythonEnvironment(home, basePython, progress);
  const [java] = await Promise.all([
    prepareJava(home, progress),
    pythonIsReady || installPythonPackages(home, progress),
  ]);
  if (!jarsAreReady(home)) await prepareJars(home, java.binary, ivyJar(home), progress);
  const toolchain = {
    python,
    java: java.binary,
    javaHome: java.home,
    sparkJars: join(home, 'jars', 'spark'),
    kafkaJars: join(home, 'jars', 'kafka'),
  };
  writeWhole(join(home, 'toolchain.json'), `${JSON.stringify(toolchain, null, 2)}\n`);
}

function throwAll(failures) {
  const unforeseen = failures.find((failure) => !(failure instanceof SetUpError));
  if (unforeseen) throw unforeseen;
  if (failures.length > 0) throw new SetUpError(failures.map(({ message }) => message).join('\n\n'));
}

function isReady(projectRoot, home) {
  const description = join(home, 'toolchain.json');
  if (!existsSync(description)) return false;
  const { java, python } = JSON.parse(readFileSync(description, 'utf8'));
  return (
    existsSync(java) &&
    // A project that was moved has another home than the one its environment was made in.
    python === environmentPython(home) &&
    pythonEnvironmentIsReady(home) &&
    jarsAreReady(home) &&
    npmPackagesAreReady(projectRoot)
  );
}
