import { Interruption, interruption } from '../process/interruption';
import { SupervisedProcess } from '../process/supervised-process';
import { Progress } from '../terminal/progress';
import { describeError } from '../terminal/user-error';

/** A command that runs. */
export interface RunningCommand {
  readonly progress: Progress;

  /** Waits for something that takes long, unless somebody interrupts it. */
  interruptible<T>(task: Promise<T>): Promise<T>;
}

/**
 * Runs a command to its end: a user's mistake is one message, an interruption ends whatever was started, and nothing is
 * shown as running any more.
 *
 * @returns the exit code: what `work` gives, 1 if anything goes wrong, or that of the signal
 */
export async function runCommand(work: (running: RunningCommand) => Promise<number>): Promise<number> {
  const progress = new Progress();
  const running: RunningCommand = {
    progress,
    interruptible: (task) =>
      Promise.race([task, interruption(() => progress.line('Stopping; Ctrl-C again kills.'))]),
  };
  try {
    return await work(running);
  } catch (error) {
    if (error instanceof Interruption) {
      SupervisedProcess.killAll();
      await SupervisedProcess.allEnded();
      return error.exitCode;
    }
    progress.line(describeError(error));
    return 1;
  } finally {
    progress.close();
  }
}
