/** The order of the set-up: what can happen at once does, and the description of the result comes last. */
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isWhole, openCache, removeUnused } from './cache.mjs';
import { CLASS_ARCHIVE_SOURCES, prepareClassArchive } from './class-archive.mjs';
import { stampOf, writeWhole } from './content-stamp.mjs';
import { withSetUpLock } from './exclusive-lock.mjs';
import { JARS_LOCK, prepareJars } from './jars.mjs';
import { prepareJava } from './java.mjs';
import { NoRoomError } from './no-room-error.mjs';
import { npmPackagesAreReady, prepareNpmPackages } from './npm-packages.mjs';
import { nodeIsSuitable, requireNode, requirePrerequisites } from './prerequisites.mjs';
import { Progress } from './progress.mjs';
import {
  environmentPython,
  forgetPackages,
  PYTHON_LOCKS,
  preparePythonEnvironment,
  prepareUv,
} from './python-environment.mjs';
import { stopCommands } from './run-command.mjs';
import { SetUpError } from './set-up-error.mjs';

const DAY_MILLISECONDS = 86_400_000;

/** Whether a command of `medallion` can begin. */
export const packagesAreReady = (projectRoot) => nodeIsSuitable() && npmPackagesAreReady(projectRoot);

/** Installs the npm packages, which are all that commands without Spark need. */
export async function preparePackages(projectRoot) {
  if (nodeIsSuitable() && npmPackagesAreReady(projectRoot)) return;
  requireNode();
  await setUp(
    projectRoot,
    () => npmPackagesAreReady(projectRoot),
    (cache, progress) => prepareNpmPackages(projectRoot, cache, progress),
  );
}

/** Brings the machine to the state that the lock files describe, and writes `toolchain.json`. */
export async function prepareToolchain(projectRoot) {
  const description = join(homeOf(projectRoot), 'toolchain.json');
  const isReady = () => toolchainIsReady(description) && npmPackagesAreReady(projectRoot);
  if (nodeIsSuitable() && isReady()) return;
  const { python } = requirePrerequisites();
  await setUp(projectRoot, isReady, async (cache, progress) => {
    const results = await Promise.allSettled([
      npmPackagesAreReady(projectRoot) || prepareNpmPackages(projectRoot, cache, progress),
      toolchainIsReady(description) || describeToolchain(cache, description, python, progress),
    ]);
    throwAll(results.filter(({ status }) => status === 'rejected').map(({ reason }) => reason));
  });
}

/** Does what is missing while no other set-up of this project runs, and shows how far it is. */
async function setUp(projectRoot, isReady, work) {
  const home = homeOf(projectRoot);
  mkdirSync(home, { recursive: true });
  await withSetUpLock(join(home, 'set-up.lock'), async () => {
    // Whoever held the lock before may have done all of it.
    if (isReady()) return;
    const progress = new Progress(process.stderr);
    progress.start();
    try {
      const cache = openCache(join(home, 'cache'));
      await work(cache, progress);
      await withSetUpLock(join(cache, 'set-up.lock'), () => tidyUp(cache));
      progress.finish('Everything is set up');
    } finally {
      progress.stop();
      await stopCommands();
    }
  });
}

const homeOf = (projectRoot) => join(projectRoot, '.local', 'toolchain');

function tidyUp(cache) {
  // uv keeps the packages of removed environments too, and has no way to forget only those.
  if (removeUnused(cache).some((entry) => entry.startsWith('python-'))) forgetPackages(cache);
}

async function describeToolchain(cache, description, basePython, progress) {
  // One clone fills the cache, and the others find there what it made.
  const toolchain = await withSetUpLock(join(cache, 'set-up.lock'), () => fill(cache, basePython, progress));
  linkForEditors(join(dirname(description), 'venv'), dirname(dirname(toolchain.python)));
  writeWhole(description, `${JSON.stringify(toolchain, null, 2)}\n`);
}

/** Editors need a path of the Python environment that stays the same, see .vscode/settings.json. */
function linkForEditors(link, environment) {
  rmSync(link, { force: true });
  symlinkSync(environment, link, 'junction');
}

async function fill(cache, basePython, progress) {
  const uv = await prepareUv(cache, basePython, progress);
  const [java, [environment, jars]] = await Promise.all([
    prepareJava(cache, uv, progress),
    pythonThenJars(cache, uv, basePython, progress),
  ]);
  const python = environmentPython(environment);
  const sparkJars = join(jars, 'spark');
  const classArchive = await prepareClassArchive(cache, { python, java, sparkJars }, progress);
  return {
    python,
    java: java.binary,
    javaHome: java.home,
    sparkJars,
    kafkaJars: join(jars, 'kafka'),
    classArchive,
    madeFrom: stampOfSources(),
    javaModules: { file: modulesOf(java.home), modified: modificationOf(modulesOf(java.home)) },
    cached: [
      environment,
      jars,
      ...java.cached,
      ...(classArchive ? [dirname(classArchive.split(delimiter)[0])] : []),
    ],
  };
}

async function pythonThenJars(cache, uv, basePython, progress) {
  const environment = await preparePythonEnvironment(cache, uv, basePython, progress);
  return [environment, await prepareJars(cache, environmentPython(environment), progress)];
}

/** Whether everything the description names was made from the present locks and is still as it was made. */
export function toolchainIsReady(description) {
  if (!existsSync(description)) return false;
  const { madeFrom, java, javaModules, cached, classArchive } = JSON.parse(readFileSync(description, 'utf8'));
  return (
    madeFrom === stampOfSources() &&
    // Whatever kept Java from making an archive may have passed; where it never can, trying costs time once a day.
    (classArchive !== '' || Date.now() - statSync(description).mtimeMs < DAY_MILLISECONDS) &&
    existsSync(java) &&
    // A Java that was updated in its place needs another class archive.
    modificationOf(javaModules.file) === javaModules.modified &&
    cached.every(isWhole)
  );
}

const stampOfSources = () => stampOf([...PYTHON_LOCKS, JARS_LOCK, ...CLASS_ARCHIVE_SOURCES]);
const modulesOf = (javaHome) => join(javaHome, 'lib', 'modules');
const modificationOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;

function throwAll(failures) {
  const unforeseen = failures.find((failure) => !(failure instanceof SetUpError));
  if (unforeseen) throw unforeseen;
  const noRoom = failures.find((failure) => failure instanceof NoRoomError);
  if (noRoom) throw noRoom;
  if (failures.length > 0) throw new SetUpError(failures.map(({ message }) => message).join('\n\n'));
}
