import type { StateDirectory } from '../artefacts/state-directory';
import { Platform, type PlatformProps } from '../local/platform';
import { StateLock } from '../local/state-lock';
import { Interruption, interruption } from '../process/interruption';
import type { Toolchain } from '../setup/toolchain';
import { Progress } from '../terminal/progress';
import { describeError } from '../terminal/user-error';
import { parseOptions, type StartOptions } from './options';
import { reportAfterRun } from './report-after-run';
import { run } from './run';
import { renderNextSteps } from './steps-after-start';
import { showUpdates } from './update-result';
import { watchSources } from './watch';

/** Where the command runs. */
export interface StartSurroundings {
  readonly state: StateDirectory;
  readonly toolchain: Toolchain;
}

/** Runs `npm start` and resolves with its exit code; nothing of it runs any more by then. */
export async function startCommand(
  commandLine: readonly string[],
  surroundings: StartSurroundings,
): Promise<number> {
  const progress = new Progress();
  try {
    const options = parseOptions(commandLine);
    if (typeof options === 'string') {
      process.stdout.write(`${options}\n`);
      return 0;
    }
    const interrupted = interruption(() => progress.line('Stopping; Ctrl-C again kills.'));
    return await start(options, { ...surroundings, progress }, interrupted);
  } catch (error) {
    if (error instanceof Interruption) {
      progress.line('Stopped. The next run goes on from here.');
      return error.exitCode;
    }
    progress.line(`${progress.paint('red', '✗')} ${describeError(error)}`);
    return 1;
  } finally {
    progress.close();
  }
}

/** Takes the state, runs on it, and leaves nothing running, however it ends. */
async function start(
  options: StartOptions,
  props: PlatformProps,
  interrupted: Promise<never>,
): Promise<number> {
  const { progress } = props;
  const lock = await StateLock.acquire(props.state, () =>
    progress.line('The last run was killed: waiting until nothing of it is left.'),
  );
  const platform = new Platform(props);
  let urgent = true;
  try {
    if (options.clean) props.state.clean();
    const code = await Promise.race([work(options, platform, props), interrupted]);
    urgent = false;
    return code;
  } finally {
    const stopping = progress.begin('Stopping');
    await platform.stop(urgent);
    stopping.dismiss();
    lock.release();
  }
}

async function work(options: StartOptions, platform: Platform, props: PlatformProps): Promise<number> {
  const { updates, failed } = await run(options, platform, props);
  const { manifest, directory } = platform.artefacts;
  showUpdates(manifest, updates, props.progress);
  // The report needs neither session nor broker: they may end meanwhile.
  const stopped = options.watch ? undefined : platform.stop(false);
  const [report] = await Promise.all([reportAfterRun(directory, props), stopped]);
  if (!failed) process.stdout.write(`${renderNextSteps(manifest, props.state)}\n`);
  if (report !== undefined) {
    process.stdout.write(`The report of this run, for a browser: ${props.state.display(report)}\n`);
  }
  if (options.watch) {
    props.progress.line('Watching for changes; Ctrl-C stops.');
    await watchSources(platform, props);
  }
  return failed ? 1 : 0;
}
