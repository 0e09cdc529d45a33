import { addToPlatform, presentPlatform } from '../scaffold/addition';
import { draftOf } from '../scaffold/first-draft';
import { formatted } from '../scaffold/formatted';
import type { NewTable } from '../scaffold/new-table';
import { tableCode } from '../scaffold/table-code';
import type { TableDraft } from '../scaffold/table-draft';
import { requestedTable, type TableOptions } from '../scaffold/table-request';
import { topicCode } from '../scaffold/topic-code';
import { type NewTopic, requestedTopic, type TopicOptions } from '../scaffold/topic-request';
import type { CommandDefinition, RunningCommand } from './command';

const EXAMPLES = `
Examples:
  npx medallion new gold daily_pages --reads silver_page_views
                                  gold_daily_pages: its rows by UTC day, for you to change
  npx medallion new silver song_plays --reads bronze_listen_events --kind streaming-table
                                  silver_song_plays: each event once, for you to change
  npx medallion new topic ad_events --fields 'ad_id:string,price:double'
                                  raw_ad_events and bronze_ad_events, with events that the simulation writes`;

/** Options of `medallion new`: a topic, or a table of a layer. */
type NewOptions = { readonly topic: TopicOptions } | { readonly table: TableOptions };

/** Code to add, with its title and next steps. */
interface Addition {
  readonly title: string;
  /** Content of each file by its path from the root; only Python is already formatted. */
  readonly code: ReadonlyMap<string, string>;
  readonly nextSteps: readonly string[];
}

export const newTable: CommandDefinition<NewOptions> = {
  name: 'new',

  define: (command) =>
    command
      .description(
        'Adds a table (a function, its construct and its tests) or a topic (its fields, its raw and bronze tables, a\nfixture and simulated events). All tests pass; edit the result as needed.',
      )
      .argument('[layer]', 'bronze, silver or gold; topic for a topic')
      .argument('[name]', 'name of the table without its layer, or of the topic, in snake case')
      .option('--reads <dataset>', 'dataset that the table reads; add further inputs manually')
      .option(
        '--kind <kind>',
        'materialized-view (always equals its query) or streaming-table (computes each row once); default: streaming-table in bronze, materialized-view elsewhere',
      )
      .option('--quarantine', 'keep the rows that rules drop in <table>_quarantine')
      .option(
        '--fields <fields>',
        "additional fields of the topic's events, as comma-separated name:type; types are string, bigint, int, double and boolean",
      )
      .addHelpText('after', EXAMPLES),

  read: ({ operands: [layer, name], values }, problems) => {
    const { fields, ...ofTables } = values as Pick<TopicOptions, 'fields'> & TableOptions;
    if (layer === 'topic') {
      for (const option of Object.keys(ofTables))
        problems.push(`--${option} applies only to tables: remove it.`);
      return { topic: { name, fields } };
    }
    if (fields !== undefined)
      problems.push('--fields applies only to topics: npx medallion new topic <name> --fields …');
    return { table: { layer, name, ...ofTables } };
  },

  async run(options, running) {
    const { projectRoot, output, progress, interruptible } = running;
    const addition = await inProgress(running, 'Reading the project', () => additionOf(options, projectRoot));
    const code = [...addition.code].map(
      ([file, text]) => [file, file.endsWith('.py') ? text : formatted(file, text, projectRoot)] as const,
    );
    const added = await inProgress(running, 'Synthesizing the project with the new code', () =>
      addToPlatform(projectRoot, new Map(code), interruptible),
    );
    progress.close();
    const lines = added.map(({ file, change }) => `  ${change}  ${file}`);
    output.write(`${[addition.title, ...lines, '', ...addition.nextSteps].join('\n')}\n`);
    return 0;
  },
};

async function inProgress<Result>(
  { progress }: RunningCommand,
  title: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const activity = progress.begin(title);
  try {
    return await work();
  } finally {
    activity.dismiss();
  }
}

async function additionOf(options: NewOptions, projectRoot: string): Promise<Addition> {
  const platform = await presentPlatform();
  if ('topic' in options) {
    const topic = requestedTopic(options.topic, platform, projectRoot);
    return {
      title: `topic ${topic.name}, in raw_${topic.name} and bronze_${topic.name}:`,
      code: topicCode(topic, projectRoot),
      nextSteps: afterTopic(topic),
    };
  }
  const table = requestedTable(options.table, platform, projectRoot);
  const draft = draftOf(table);
  return {
    title: `${table.dataset}, from ${table.input.name}:`,
    code: new Map([
      [table.functionFile, draft.module],
      ...tableCode(table, draft, projectRoot),
      [table.testFile, draft.test],
    ]),
    nextSteps: afterTable(table, draft),
  };
}

function afterTable(table: NewTable, draft: TableDraft): string[] {
  const order = draft.clusterBy.length > 0 ? ` ORDER BY ${draft.clusterBy.join(', ')}` : '';
  return [
    'It works unchanged. To adapt it:',
    `  1. Edit the rows: ${table.name} in ${table.functionFile}, and its tests.`,
    `  2. Edit the declaration: comments, columns, key and rules of ${table.dataset}, at the end of the layer's constructor.`,
    '  3. npm start',
    `  4. npx medallion query "SELECT * FROM ${table.dataset}${order} LIMIT 10"`,
    ...lastSteps(5),
  ];
}

function afterTopic({ name, fixtureFile }: NewTopic): string[] {
  return [
    'It works unchanged. To adapt it:',
    '  1. Describe its fields in constructs/music-streaming/event-fields.ts, and mark personal data.',
    `  2. Edit the rules for usable events: bronze_${name} in constructs/music-streaming/bronze.ts, and the cases`,
    `     in ${fixtureFile}.`,
    '  3. Edit when the simulated service writes events: tools/local/simulation/topics.ts.',
    '  4. npm start',
    ...lastSteps(5),
  ];
}

function lastSteps(first: number): string[] {
  return [
    `  ${first}. npx jest -u test/constructs/music-streaming and npx medallion docs, and review the changes:`,
    '     they show what will be deployed.',
    `  ${first + 1}. npm test`,
  ];
}
