/** Looks for a Python that the environment can be made with. */
import { spawnSync } from 'node:child_process';

/** The oldest version whose packages are locked. */
export const PYTHON_MINIMUM = [3, 10];

const NAMES = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python3.14'];
// Old syntax on purpose: Python 2 must be able to say that it is Python 2.
const QUESTION = [
  'import sys',
  'print(sys.executable)',
  "print('.'.join(str(part) for part in sys.version_info[:3]))",
  'import venv, ensurepip',
  "print('venv')",
].join('\n');

/**
 * The first suitable Python, and why the ones before it were not.
 * PYTHON in the environment is the user's choice: when it is set, nothing else is tried.
 */
export function findPython(environment) {
  const rejected = [];
  for (const name of environment.PYTHON ? [environment.PYTHON] : NAMES) {
    const answer = spawnSync(name, ['-c', QUESTION], { encoding: 'utf8', env: environment, timeout: 30_000 });
    const [executable, version, environments] = (answer.stdout || '').split(/\r?\n/);
    if (answer.error) {
      if (environment.PYTHON) rejected.push({ name, reason: `cannot be run (${answer.error.message})` });
    } else if (!/^\d+\.\d+/.test(version || '')) {
      // A version manager's placeholder for a version that is not installed answers with an error.
      if (environment.PYTHON) rejected.push({ name, reason: 'does not answer like a Python' });
    } else if (!isNewEnough(version)) {
      rejected.push({ name, reason: `${version} (${executable}), too old` });
    } else if (environments !== 'venv') {
      const minor = version.split('.').slice(0, 2).join('.');
      rejected.push({
        name,
        reason: `${version} (${executable}), without venv and ensurepip (Debian, Ubuntu: apt install python${minor}-venv)`,
      });
    } else {
      return { suitable: { executable, version }, rejected };
    }
  }
  return { suitable: undefined, rejected };
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > PYTHON_MINIMUM[0] || (major === PYTHON_MINIMUM[0] && minor >= PYTHON_MINIMUM[1]);
}
