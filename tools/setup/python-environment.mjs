/** The Python environment with exactly the packages that requirements.txt locks; uv installs them. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.mjs';
import { stampOf } from './content-stamp.mjs';
import { runCommand } from './run-command.mjs';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const INSTALLER = fileURLToPath(new URL('installer-requirements.txt', import.meta.url));
const IMPORTED = [
  ...[
    'pyspark.sql',
    'confluent_kafka',
    'databricks.sql',
    'deltalake',
    'hypothesis',
    'pandas',
    'pyarrow.parquet',
  ],
  ...['pytest', 'ua_parser', 'xdist', 'zstandard', 'pyspark.sql.connect.session', 'pyspark.pipelines'],
];
const PROGRAMS = process.platform === 'win32' ? 'Scripts' : 'bin';

/** The lock files that the environment is made from. */
export const PYTHON_LOCKS = [INSTALLER, REQUIREMENTS];

/** The interpreter of an environment. */
export function environmentPython(environment) {
  return join(environment, PROGRAMS, process.platform === 'win32' ? 'python.exe' : 'python');
}

/** The directory of the environment for this Python, made if it is missing. */
export async function preparePythonEnvironment(cache, uv, basePython, progress) {
  const step = progress.step('Python packages', 'looking');
  const made = { text: 'from the cache' };
  const environment = await cached(
    cache,
    'python',
    [...identity(basePython), stampOf(PYTHON_LOCKS)],
    async (directory) => {
      await uv.run(
        ['venv', '--relocatable', '--no-project', '--allow-existing', directory],
        'Making the Python environment',
      );
      const locks = ['--require-hashes', '--build-constraints', INSTALLER, REQUIREMENTS];
      // pyspark is published as source, mostly jars: compressing them into a wheel would take half a minute.
      const build = ['--config-settings-package', 'pyspark:--build-option=--compression=stored'];
      const sync = ['pip', 'sync', '--python', environmentPython(directory), ...build, ...locks];
      const lines = await uv
        .run(sync, 'Installing the Python packages', (line) => step.now(presentOf(line)))
        // Also after a failure: on a full disk, each further try would leave as much again.
        .finally(() => uv.removeBuildLeftovers());
      step.now('importing what the project uses');
      // Compiles it too, where the user's Python does not keep what it compiled.
      const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '' };
      const what = 'Importing the Python packages';
      await runCommand(environmentPython(directory), ['-c', `import ${IMPORTED.join(', ')}`], { what, env });
      made.text = `${lines.find((line) => /^Installed \d+/.test(line))?.split(' ')[1] ?? 'all'} packages`;
    },
    // Its files are the same as those in uv's own cache, and may be damaged there too.
    { onDamage: () => forgetPackages(cache) },
  );
  step.done(`${made.text}, Python ${basePython.version}`);
  return environment;
}

const packagesOf = (cache) => join(cache, 'packages');

/** Removes uv's own cache; environments made from it stay as they are. */
export function forgetPackages(cache) {
  rmSync(packagesOf(cache), { recursive: true, force: true });
}

/** uv, installed from its wheel by the pip of a virtual environment. */
export async function prepareUv(cache, basePython, progress) {
  const home = await cached(
    cache,
    'uv',
    [...identity(basePython), stampOf([INSTALLER])],
    async (directory) => {
      const step = progress.step('uv', 'which installs the Python packages');
      const what = 'Installing uv';
      await runCommand(basePython.executable, ['-m', 'venv', directory], { what });
      await runCommand(
        environmentPython(directory),
        [
          '-m',
          'pip',
          '--disable-pip-version-check',
          '--no-input',
          'install',
          '--require-hashes',
          '-r',
          INSTALLER,
        ],
        { what },
      );
      step.done('installed');
    },
  );
  return new Uv(
    join(home, PROGRAMS, process.platform === 'win32' ? 'uv.exe' : 'uv'),
    packagesOf(cache),
    basePython,
  );
}

/** Runs uv with a cache of its own beside ours, so that it can link files instead of copying them. */
class Uv {
  constructor(program, packages, { executable }) {
    this.program = program;
    this.packages = packages;
    const index = process.env.UV_DEFAULT_INDEX ?? process.env.PIP_INDEX_URL;
    this.env = {
      ...process.env,
      UV_CACHE_DIR: packages,
      UV_PYTHON: executable,
      UV_PYTHON_DOWNLOADS: 'never',
      ...(index ? { UV_DEFAULT_INDEX: index } : {}),
    };
  }

  run(args, what, onLine) {
    return runCommand(this.program, ['--no-progress', ...args], { what, env: this.env, onLine });
  }

  /** Removes pyspark's sources and its wheel, 1.4 GB: uv keeps them, but installs from what it unpacked. */
  removeBuildLeftovers() {
    for (const built of existsSync(this.packages) ? readdirSync(this.packages) : []) {
      if (built.startsWith('sdists-')) removeSourcesAndWheels(join(this.packages, built));
    }
  }
}

function removeSourcesAndWheels(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.name === 'src' || entry.name.endsWith('.whl')) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) removeSourcesAndWheels(path);
  }
}

function presentOf(line) {
  const [, verb, name] = /^\s*(Downloading|Building)\s+(\S+)/.exec(line) ?? [];
  if (verb === undefined) return 'installing';
  return verb === 'Downloading' ? `fetching ${name}` : `unpacking and building ${name}`;
}

function identity({ executable, version }) {
  return [executable, version, process.platform, process.arch];
}
