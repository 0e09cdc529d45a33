import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Option } from 'commander';
import { artefactsOfLocalTables } from '../artefacts/local-tables';
import { sparkEnvironment } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { CommandDefinition } from './command';

/** Options of `medallion query`. */
export interface QueryOptions {
  /** One statement; `-` stands for standard input. */
  readonly sql: string;
  readonly format: 'table' | 'csv' | 'json';
}

const EXAMPLE = 'npx medallion query "SELECT * FROM gold_daily_user_metrics LIMIT 5"';

const NOTES = `
Exit status: 0 if the query was answered, 1 if not.

Examples:
  ${EXAMPLE}
  npx medallion query --format csv - < question.sql > answer.csv`;

export const query: CommandDefinition<QueryOptions> = {
  name: 'query',

  define: (command) =>
    command
      .description(
        'Answers a SQL query from the local tables; only the answer is written to standard output.',
      )
      .argument(
        '[sql...]',
        "one SQL statement over datasets by name and event_log; '-' reads it from standard input",
      )
      .addOption(
        new Option('--format <format>', 'format of the answer')
          .choices(['table', 'csv', 'json'])
          .default('table'),
      )
      .addHelpText('after', NOTES),

  read({ operands, values }, problems) {
    const sql = operands.join(' ').trim();
    if (sql === '') problems.push(`The SQL statement is missing. For example:\n  ${EXAMPLE}`);
    else if (sql !== '-') problems.push(...statementProblems(sql));
    return { sql, format: values.format as QueryOptions['format'] };
  },

  async run({ sql, format }, { state, projectRoot, toolchain, interruptible }) {
    const statement = sql === '-' ? (await text(process.stdin)).trim() : sql;
    if (statement === '') throw new UserError('Standard input is empty: it must contain a SQL statement.');
    const problems = statementProblems(statement);
    if (problems.length > 0) throw new UserError(problems.join('\n'));
    const artefacts = artefactsOfLocalTables(state);
    const tools = await interruptible(toolchain());
    const place = ['--state', state.root, '--artefacts', artefacts, '--format', format];
    const answering = spawn(tools.python, ['-m', 'tools.local.runtime.query', ...place, statement], {
      cwd: projectRoot,
      env: sparkEnvironment(tools),
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const [code] = (await once(answering, 'exit')) as [number | null];
    return code ?? 1;
  },
};

/** Statements that only read, by their first word. */
const READING = ['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'show', 'explain'];

/** Only the pipeline writes its tables: a statement that would change them is refused. */
function statementProblems(sql: string): string[] {
  const text = sql.replaceAll(/--.*$|\/\*[\s\S]*?\*\//gm, '').replace(/^[\s(]+/, '');
  const word = /^\w+/.exec(text)?.[0] ?? '';
  return READING.includes(word.toLowerCase())
    ? []
    : [`'${word || text.slice(0, 20)}' does not begin a query: medallion query only reads. Give a SELECT.`];
}
