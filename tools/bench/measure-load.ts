import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { UserError } from '../terminal/user-error';

/**
 * Measure the local tables.
 *
 * @param artefacts directory of the notebooks and the manifest
 * @returns the measurement as text, to be kept in a file
 * @throws UserError if the tables cannot be read
 */
export async function measureLoad(artefacts: string, state: StateDirectory, python: string): Promise<string> {
  mkdirSync(state.runtime, { recursive: true });
  const log = path.join(state.runtime, 'measurement.log');
  const command = [
    ...[python, '-m', 'tools.bench.measure_tables'],
    ...['--artefacts', artefacts, '--warehouse', state.warehouse],
  ];
  const reading = new SupervisedProcess(command, { directory: PROJECT_ROOT, log, readOutput: true });
  const content = await text(reading.output);
  if (content.endsWith('\n')) return content;
  await reading.ended;
  throw new UserError(`The local tables cannot be measured. The end of the log:\n${tailOf(log)}`);
}
