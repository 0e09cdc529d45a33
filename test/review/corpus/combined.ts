import { BRONZE, type CorpusCase, GOLD, PROD, replace, SILVER } from './corpus-case';

/** Several changes at once, as pull requests have them. */
export const COMBINED: readonly CorpusCase[] = [
  {
    change: 'a dropped column, a weaker rule and more workers',
    environment: 'prod',
    edits: [
      replace(
        SILVER,
        "success: boolean('Whether it succeeded'),\n        level: string('Subscription level at that moment: free or paid'),",
        "success: boolean('Whether it succeeded'),",
      ),
      replace(
        'notebooks/silver/auth_attempts.py',
        '        "success",\n        "level",\n',
        '        "success",\n',
      ),
      replace(BRONZE, "'duration > 0 AND duration < 86400'", "'duration > 0'"),
      replace(PROD, 'workers: { min: 2, max: 8 }', 'workers: { min: 2, max: 12 }'),
    ],
    finds: [
      'full-refresh-needed silver_auth_attempts',
      'rule-weakened bronze_listen_events',
      'cost-raised databricks_pipeline.pipeline',
      'pipeline-restarted databricks_pipeline.pipeline',
    ],
  },
  {
    change: 'a full refresh of a table, and another function of what reads it',
    edits: [
      replace(
        'notebooks/silver/level_changes.py',
        'return status_change_events.select(',
        'return status_change_events.dropDuplicates(["event_id"]).select(',
      ),
      replace(
        GOLD,
        "upgrades: bigint('Changes from free to paid'),",
        "upgrades: bigint('How many began to pay'),",
      ),
    ],
    finds: ['full-refresh-needed silver_level_changes'],
  },
  {
    change: 'comments, tags and formatting all over',
    environment: 'prod',
    edits: [
      replace(SILVER, "song: string('Title of the song'),", "song: string('Title as events have it'),"),
      replace(
        'notebooks/silver/listens.py',
        '# The separator is a character that no name has.',
        '# No name has this character.',
      ),
      replace(PROD, "cost_centre: 'data-platform'", "cost_centre: 'music'"),
      replace('notebooks/silver/user_sessions.py', '.where("page_views > 0")', '.filter("page_views > 0")'),
    ],
    finds: ['pipeline-restarted databricks_pipeline.pipeline'],
  },
];
