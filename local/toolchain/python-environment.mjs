/** The Python environment: a venv of this project with exactly the packages that requirements.txt locks. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './run-command.mjs';
import { isStamped, stampOf, writeWhole } from './stamps.mjs';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const INSTALLER = fileURLToPath(new URL('installer-requirements.txt', import.meta.url));

/** The interpreter of the environment, whether it exists or not. */
export function environmentPython(home) {
  return process.platform === 'win32'
    ? join(home, 'python', 'Scripts', 'python.exe')
    : join(home, 'python', 'bin', 'python');
}

/** Whether the environment was made from the present locks, here, and the Python it was made with still exists. */
export function pythonEnvironmentIsReady(home) {
  const stampFile = stampFileOf(home);
  if (!existsSync(stampFile) || !existsSync(environmentPython(home))) return false;
  return isStamped(stampFile, stampOf([INSTALLER, REQUIREMENTS], [home]));
}

/** Makes an environment that holds only the installer, in place of whatever was there. */
export async function createPythonEnvironment(home, basePython, progress) {
  const step = progress.step('Python environment', `with Python ${basePython.version}`);
  const what = 'Making the Python environment';
  rmSync(join(home, 'python'), { recursive: true, force: true });
  await runCommand(basePython.executable, ['-m', 'venv', join(home, 'python')], { what });
  await runPip(home, ['install', '--require-hashes', '--requirement', INSTALLER], { what });
  step.done(`Python ${basePython.version}, ${basePython.executable}`);
}

/** Installs the locked packages and stamps the environment as complete. */
export async function installPythonPackages(home, progress) {
  const total = lockedPackages(REQUIREMENTS);
  const step = progress.step('Python packages', `0 of about ${total}`);
  let collected = 0;
  const lines = await runPip(
    home,
    // --no-deps: databricks-dlt asks for databricks-connect, which overwrites pyspark.
    // --no-build-isolation: pyspark is built from source, with the locked setuptools.
    ['install', '--no-deps', '--no-build-isolation', '--require-hashes', '--requirement', REQUIREMENTS],
    {
      what: 'Installing the Python packages',
      onLine: (line) => {
        const text = line.trim();
        const collecting = /^Collecting ([^=\s]+)/.exec(text);
        if (collecting) step.now(`${++collected} of about ${total}, fetching ${collecting[1]}`);
        else if (/^Building wheel for (\S+)/.test(text))
          step.now(`${text.split(' ')[3]} is being unpacked and built`);
        else if (text.startsWith('Installing collected')) step.now(`installing ${collected}`);
      },
    },
  );
  stampPythonEnvironment(home);
  const installed = lines.find((line) => line.startsWith('Successfully installed'));
  step.done(`${installed ? installed.split(' ').length - 2 : collected} packages`);
}

/** Marks the environment as complete for the present locks. */
export function stampPythonEnvironment(home) {
  writeWhole(stampFileOf(home), stampOf([INSTALLER, REQUIREMENTS], [home]));
}

/** Runs the environment's pip. */
export function runPip(home, args, options) {
  return runCommand(
    environmentPython(home),
    ['-m', 'pip', '--disable-pip-version-check', '--no-input', ...args, '--progress-bar=off'],
    { ...options, env: { ...process.env, PYTHONUNBUFFERED: '1' } },
  );
}

function stampFileOf(home) {
  return join(home, 'python', '.stamp');
}

function lockedPackages(requirements) {
  const names = readFileSync(requirements, 'utf8').match(/^[\w.-]+(?===)/gm) ?? [];
  return new Set(names).size;
}
