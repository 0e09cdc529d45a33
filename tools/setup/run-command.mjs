/** Runs a command of the set-up, hands its lines on, and explains a failure with what it printed last. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { SetUpError } from './set-up-error.mjs';

const KEPT_LINES = 25;
const PATIENCE_MILLISECONDS = 10_000;
const running = new Set();

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** While something runs, a signal ends it before this process; at other times signals belong to whoever runs the set-up. */
async function endAll(signal) {
  await stopCommands();
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

function started(child) {
  if (running.size === 0) for (const signal of SIGNALS) process.on(signal, endAll);
  running.add(child);
}

function ended(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of SIGNALS) process.removeListener(signal, endAll);
}

/**
 * Ends what is still running and waits for it: a package manager that is cut off tidies up after itself,
 * and must not do so under the hands of the next set-up.
 */
export async function stopCommands() {
  const children = [...running];
  for (const child of children) child.kill();
  const patience = setTimeout(() => {
    for (const child of running) child.kill('SIGKILL');
  }, PATIENCE_MILLISECONDS);
  await Promise.all(children.map((child) => new Promise((gone) => child.once('exit', gone))));
  clearTimeout(patience);
}

/**
 * Resolves with everything the command printed, and rejects with its last lines.
 * `onLine` sees each line of standard output and standard error; `input` is what it reads.
 */
export function runCommand(
  command,
  args,
  { what, cwd, env = process.env, shell = false, input = '', onLine = () => {} },
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['pipe', 'pipe', 'pipe'] });
    // A command that ends early says why by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    started(child);
    const lines = [];
    const output = [child.stdout, child.stderr].map((stream) => {
      const reader = createInterface({ input: stream });
      reader.on('line', (line) => {
        lines.push(line);
        onLine(line);
      });
      return new Promise((closed) => reader.once('close', closed));
    });
    child.once('error', (error) => {
      ended(child);
      reject(new SetUpError(`${what} failed: ${command} cannot be started (${error.message}).`));
    });
    child.once('exit', async (code, signal) => {
      ended(child);
      await Promise.all(output);
      if (code === 0) return resolve(lines);
      const said = lines.filter((line) => line.trim() !== '').slice(-KEPT_LINES);
      const end = signal ? `was ended by ${signal}` : `ended with exit code ${code}`;
      reject(
        Object.assign(
          new SetUpError(
            [
              `${what} failed: ${[command, ...args].join(' ')} ${end}.`,
              ...said.map((line) => `  ${line}`),
            ].join('\n'),
          ),
          { lines },
        ),
      );
    });
  });
}
