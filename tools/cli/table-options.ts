import { Command } from 'commander';
import type { TableOptions } from '../scaffold/table-request';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';

const EXAMPLES = `
Examples:
  npm run new -- gold daily_pages --reads silver_page_views
                                  gold_daily_pages: its rows by UTC day, for you to change
  npm run new -- silver song_plays --reads bronze_listen_events --kind streaming-table
                                  silver_song_plays: each event once, for you to change`;

/** Reads the command line: what was asked for, or the text to show instead. */
export function parseTableOptions(commandLine: readonly string[]): TableOptions | string {
  const command = createCommand();
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  const [layer, name, ...others] = command.args.filter((word) => !word.startsWith('-'));
  const unknown = command.args.filter((word) => word.startsWith('-'));
  problems.push(...surplusProblems(command, [...unknown, ...others]));
  return { layer, name, ...command.opts<Pick<TableOptions, 'reads' | 'kind'>>(), problems };
}

function createCommand(): Command {
  return (
    new Command('npm run new --')
      .description(
        'Adds a table: a function, its construct and its tests, which pass at once and are yours to change.',
      )
      .argument('[layer]', 'bronze, silver or gold')
      .argument('[name]', 'name of the table without its layer, in snake case')
      // Both are reported together with everything else.
      .allowExcessArguments()
      .allowUnknownOption()
      .option('--reads <dataset>', 'what the table reads; further inputs are added by hand')
      .option(
        '--kind <kind>',
        'materialized-view, which always equals its query, or streaming-table, which computes each row once (the latter in bronze, else the former)',
      )
      .helpOption('--help', 'show this')
      .addHelpText('after', EXAMPLES)
  );
}
