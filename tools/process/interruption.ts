import { constants } from 'node:os';
import { SupervisedProcess } from './supervised-process';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A request to end this command: Ctrl-C, closing the terminal, or kill. */
export class Interruption extends Error {
  override readonly name = 'Interruption';

  constructor(readonly signal: (typeof SIGNALS)[number]) {
    super(`interrupted by ${signal}`);
  }

  /** The conventional exit code for the signal. */
  get exitCode(): number {
    return 128 + constants.signals[this.signal];
  }
}

/**
 * Rejects with an Interruption on the first signal; the second signal kills everything that is still running.
 *
 * @param noticed called immediately on the first signal to inform the user
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
