import { WITHOUT_LEVEL } from './columns';
import { type CorpusCase, declare, replace, rewrite } from './corpus-case';

/** Several changes at once, as pull requests have them. */
export const COMBINED: readonly CorpusCase[] = [
  {
    change: 'a dropped column, a weaker rule and more workers',
    environment: 'prod',
    edits: [
      ...WITHOUT_LEVEL,
      declare("'duration > 0 AND duration < 86400'", "'duration > 0'"),
      replace('environments.ts', '{ min: 2, max: 8 }', '{ min: 2, max: 12 }'),
    ],
    finds: [
      'full-refresh-needed silver_logins',
      'rule-removed silver_logins',
      'rule-weakened bronze_listens',
      'cost-raised databricks_pipeline.pipeline',
      'pipeline-restarted databricks_pipeline.pipeline',
    ],
  },
  {
    change: 'a full refresh of a table, and a comment of what reads it',
    edits: [
      rewrite('logins.py', 'login_events.select(', 'login_events.dropDuplicates(["event_id"]).select('),
      declare("attempts: bigint('Attempts'),", "attempts: bigint('How many tried'),"),
    ],
    finds: ['full-refresh-needed silver_logins'],
  },
  {
    change: 'comments, tags and formatting all over',
    environment: 'prod',
    edits: [
      declare("song: string('Title'),", "song: string('Title as events have it'),"),
      rewrite('listens.py', '# The separator is a character that no name has.', '# No name has it.'),
      replace('environments.ts', "cost_centre: 'data'", "cost_centre: 'music'"),
      rewrite('artists.py', '.where("listened_seconds > 1")', '.filter("listened_seconds > 1")'),
    ],
    finds: ['pipeline-restarted databricks_pipeline.pipeline'],
  },
];
