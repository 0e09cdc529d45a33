import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { Interruption, interruption } from '../process/interruption';
import { SupervisedProcess } from '../process/supervised-process';
import { readToolchain } from '../setup/toolchain';
import { Progress } from '../terminal/progress';
import { describeError } from '../terminal/user-error';
import { compare } from './comparison';
import { renderComparison, renderDefaultLoad } from './comparison-table';
import { compareDefaultLoad } from './default-load';
import { measureDefaultRun } from './default-run';
import { type Measurement, renderMeasurements } from './measurement';
import { measureReview } from './review-of-many-tables';
import { formatRate } from './timing';

const LEAST_EVENTS = 1000;
const MOST_EVENTS = 5_000_000;

/** Measures on state of its own, which is removed again, and prints two tables; resolves with the exit code. */
async function bench(size: number): Promise<number> {
  const progress = new Progress();
  const root = mkdtempSync(path.join(tmpdir(), 'music-streaming-bench-'));
  const interrupted = interruption(() => progress.line('Stopping; Ctrl-C again kills.'));
  const measure = async () => {
    const measurements = [
      ...(await measureReview(root, progress)),
      ...(await measureDefaultRun(root, progress)),
    ];
    const props = { root, progress, toolchain: readToolchain(PROJECT_ROOT) };
    const defaultLoad = renderDefaultLoad(await compareDefaultLoad(props));
    const comparison = await compare(size, props);
    const { firstEvents, deliverySeconds } = comparison;
    const delivery: Measurement = {
      what: `delivering ${firstEvents.toLocaleString('en')} events to Kafka`,
      value: formatRate(firstEvents, deliverySeconds),
    };
    const platform = renderMeasurements([...measurements, delivery], cpus().length);
    return `\n${platform}\n${defaultLoad}\n${renderComparison(comparison)}`;
  };
  try {
    process.stdout.write(await Promise.race([measure(), interrupted]));
    return 0;
  } catch (error) {
    if (error instanceof Interruption) return error.exitCode;
    progress.line(`${progress.paint('red', '✗')} ${describeError(error)}`);
    return 1;
  } finally {
    SupervisedProcess.killAll();
    await SupervisedProcess.allEnded();
    // What a killed npm start had started itself may still write for a moment.
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
    progress.close();
  }
}

/** Reads the command line: how many events of each topic the first load has. */
function readSize(commandLine: readonly string[]): number {
  const command = new Command('npm run bench --')
    .description('Measures the platform on this machine, also against other ways to the same events.')
    .option(
      '--events <n>',
      'page views, and as many listens, of the first load; the figures of a smaller one say little',
      wholeNumber,
      1_000_000,
    )
    .exitOverride();
  return command.parse(commandLine, { from: 'user' }).opts<{ events: number }>().events;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= LEAST_EVENTS && number <= MOST_EVENTS) return number;
  const [least, most] = [LEAST_EVENTS.toLocaleString('en'), MOST_EVENTS.toLocaleString('en')];
  throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
}

async function main(): Promise<number> {
  try {
    return await bench(readSize(process.argv.slice(2)));
  } catch (error) {
    // Commander has said already what is wrong, or has shown its help.
    if (error instanceof CommanderError) return error.exitCode;
    throw error;
  }
}

void main().then((code) => {
  process.exitCode = code;
});
