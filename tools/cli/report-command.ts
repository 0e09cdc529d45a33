import { Command } from 'commander';
import { findArtefacts } from '../artefacts/artefacts';
import type { StateDirectory } from '../artefacts/state-directory';
import { writeReport } from '../report/write-report';
import type { Toolchain } from '../setup/toolchain';
import { parseCommandLine } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';

/** Where the command runs. */
export interface ReportSurroundings {
  readonly state: StateDirectory;
  readonly toolchain: Toolchain;
  /** Takes a line that says where the report is. */
  readonly output: Pick<NodeJS.WriteStream, 'write'>;
}

/** Runs `npm run report` and resolves with its exit code. */
export async function reportCommand(
  commandLine: readonly string[],
  { state, toolchain, output }: ReportSurroundings,
): Promise<number> {
  return runCommand(async ({ interruptible }) => {
    const help = helpOf(commandLine);
    if (help !== undefined) {
      output.write(`${help}\n`);
      return 0;
    }
    const artefacts = findArtefacts(state.synthesized);
    if (artefacts === undefined) {
      throw new UserError('There is nothing to report of yet: run npm start first.');
    }
    const file = await interruptible(writeReport(artefacts, state, toolchain));
    output.write(`${state.display(file)} is written: open it in a browser.\n`);
    return 0;
  });
}

function helpOf(commandLine: readonly string[]): string | undefined {
  const command = new Command('npm run report --')
    .usage('[options]')
    .description(
      'Writes .local/report.html again: lineage, rows, rules, quarantine, timings and gold figures of the local tables, in one page.',
    )
    .helpOption('--help', 'show this');
  const { help, problems } = parseCommandLine(command, commandLine);
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm run report takes no options but --help.`);
  }
  return help;
}
