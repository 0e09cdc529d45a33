import { Command } from 'commander';
import { parseCommandLine } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

/** What `npm run synth` was asked to do. */
export interface SynthOptions {
  /** Names of environments; none: all. */
  readonly environments: readonly string[];

  /** Directory that is written to. */
  readonly output: string;
}

const NOTES = `
Needs no network and no credentials. The same input gives the same bytes on every machine.

Exit status: 0 if everything is written, 1 if something is wrong; then nothing is.

Examples:
  npm run synth
  npm run synth -- prod --output /tmp/after`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of synthesizing
 * @throws UserError that names everything wrong with the command line, at once
 */
export function parseSynthOptions(commandLine: readonly string[]): SynthOptions | string {
  const command = new Command('npm run synth --')
    .usage('[environment...] [options]')
    .description('Writes what would be deployed: Terraform in JSON, the notebooks and the lineage manifest.')
    .argument('[environment...]', 'names of environments: files of environments/ (default: all)')
    .option('--output <directory>', 'where to write', 'cdktf.out')
    .helpOption('--help', 'show this')
    .addHelpText('after', NOTES);
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  if (problems.length > 0) {
    throw new UserError(`${problems.join('\n')}\n  npm run synth -- --help shows every option.`);
  }
  return { environments: command.args, output: command.opts<{ readonly output: string }>().output };
}
