/** What must be on the machine already: Node and Python. All that is missing is said at once. */
import { findPython, PYTHON_MINIMUM } from './python-interpreter.mjs';
import { SetUpError } from './set-up-error.mjs';

// The first with util.styleText.
const NODE_MINIMUM = [20, 12];

/** The prerequisites found, or one error that names every missing one and what to do about it. */
export function requirePrerequisites(environment = process.env, node = thisNode()) {
  const problems = [];
  if (!nodeIsSuitable(node)) problems.push(nodeProblem(node));
  const python = findPython(environment);
  if (!python.suitable) problems.push(pythonProblem(python, environment));
  if (problems.length > 0) {
    const count = problems.length === 1 ? 'One prerequisite is' : `${problems.length} prerequisites are`;
    throw new SetUpError([`${count} missing; nothing was installed.`, ...problems].join('\n\n'));
  }
  return { python: python.suitable };
}

/** Fails unless a Node, by default this one, is new enough. */
export function requireNode(node = thisNode()) {
  if (!nodeIsSuitable(node))
    throw new SetUpError(`One prerequisite is missing; nothing was installed.\n\n${nodeProblem(node)}`);
}

/** Whether a Node, by default this one, is new enough. */
export function nodeIsSuitable({ version } = thisNode()) {
  const [major, minor] = version.split('.').map(Number);
  return major > NODE_MINIMUM[0] || (major === NODE_MINIMUM[0] && minor >= NODE_MINIMUM[1]);
}

function thisNode() {
  return { version: process.versions.node, path: process.execPath };
}

function nodeProblem({ version, path }) {
  return [
    `  Node ${NODE_MINIMUM.join('.')} or later is needed; this is ${version} (${path}).`,
    `  Install a current Node (https://nodejs.org, or 'nvm install ${NODE_MINIMUM[0]}') and run the command again.`,
  ].join('\n');
}

function pythonProblem({ rejected }, environment) {
  const wanted = environment.PYTHON ? `, and PYTHON=${environment.PYTHON} is not one` : '';
  return [
    `  Python ${PYTHON_MINIMUM.join('.')} or later is needed${wanted}.`,
    ...(rejected.length > 0
      ? ['  Found:', ...rejected.map(({ name, reason }) => `    ${name}: ${reason}`)]
      : ['  Found: none on the PATH.']),
    environment.PYTHON
      ? '  Set PYTHON to the path of a suitable Python, or unset it to have one looked for on the PATH.'
      : '  Install one (https://www.python.org/downloads/; Debian, Ubuntu: apt install python3 python3-venv;\n' +
        '  macOS: brew install python), or name one: PYTHON=/path/to/python3.12 npm start',
  ].join('\n');
}
