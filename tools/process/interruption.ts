import { constants } from 'node:os';
import { SupervisedProcess } from './supervised-process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Somebody wants this command to end: with Ctrl-C, by closing the terminal, or with kill. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly signal: (typeof SIGNALS)[number]) {
    super(`interrupted by ${signal}`);
  }

  /** The exit code by which a shell knows it. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/**
 * Rejects with an Interruption at the first signal; the second one kills everything that still runs.
 *
 * @param noticed called at once at the first signal, to tell the user
 */
export function interruption(noticed: (interruption: Interruption) => void): Promise<never> {
  return new Promise((_resolve, reject) => {
    let first = true;
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        const interrupted = new Interruption(signal);
        if (first) {
          first = false;
          noticed(interrupted);
          reject(interrupted);
          return;
        }
        SupervisedProcess.killAll();
        process.exit(interrupted.exitCode);
      });
    }
  });
}
