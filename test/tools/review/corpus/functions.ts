import { type CorpusCase, declare, rewrite } from './corpus-case';

export const FUNCTIONS: readonly CorpusCase[] = [
  {
    change: 'a comment in a function',
    edits: [
      rewrite(
        'listens.py',
        '# The separator is a character that no name has.',
        '# No name has this character.',
      ),
    ],
    finds: [],
  },
  {
    change: 'the docstring of a function',
    edits: [rewrite('artists.py', 'One row per artist', 'A row for each artist')],
    finds: [],
  },
  {
    change: 'the name of a local variable',
    edits: [
      rewrite('listens.py', 'song_key = F.concat_ws', 'identity = F.concat_ws'),
      rewrite('listens.py', 'F.md5(song_key)', 'F.md5(identity)'),
    ],
    finds: [],
  },
  {
    change: 'a part of a function that becomes a function of its own',
    edits: [
      rewrite(
        'listens.py',
        'def listens(',
        'def song_identity() -> Column:\n    """What names a song."""\n    return F.concat_ws("|", "artist", "song")\n\n\ndef listens(',
      ),
      rewrite('listens.py', '    song_key = F.concat_ws("|", "artist", "song")\n', ''),
      rewrite('listens.py', 'F.md5(song_key)', 'F.md5(song_identity())'),
      rewrite('listens.py', 'from pyspark.sql import DataFrame', 'from pyspark.sql import Column, DataFrame'),
    ],
    finds: [],
  },
  {
    change: 'the same filter by another name',
    edits: [
      rewrite('artists.py', '.where("listened_seconds > 1")', '.filter(F.expr("listened_seconds > 1"))'),
    ],
    finds: [],
  },
  {
    change: 'different formatting of code',
    edits: [
      rewrite(
        'artists.py',
        '.groupBy(F.col("artist").alias("name"))',
        '.groupBy(\n            F.col("artist").alias("name"),\n        )',
      ),
    ],
    finds: [],
  },
  {
    change: 'what a streaming table computes for each row',
    edits: [rewrite('listens.py', 'F.md5(song_key)', 'F.sha1(song_key)')],
    finds: ['old-rows-stay silver_listens'],
  },
  {
    change: 'a filter of a streaming table',
    edits: [rewrite('logins.py', 'login_events.select(', 'login_events.where("level IS NOT NULL").select(')],
    finds: ['old-rows-stay silver_logins'],
  },
  {
    change: 'a constant of a function that two tables share',
    edits: [rewrite('events.py', 'CLOCK_SKEW = 86_400_000', 'CLOCK_SKEW = 3_600_000')],
    finds: ['old-rows-stay bronze_listens'],
  },
  {
    change: 'how a constant is written',
    edits: [rewrite('events.py', 'CLOCK_SKEW = 86_400_000', 'CLOCK_SKEW = 24 * 60 * 60 * 1000')],
    finds: [],
  },
  {
    change: 'a function that pandas runs on every row of a streaming table',
    edits: [rewrite('listens.py', 'else "Other"', 'else "Unknown"')],
    finds: ['old-rows-stay silver_listens'],
  },
  {
    change: 'a deduplication in the function of a streaming table',
    edits: [
      rewrite('logins.py', 'login_events.select(', 'login_events.dropDuplicates(["event_id"]).select('),
    ],
    finds: ['full-refresh-needed silver_logins'],
  },
  {
    change: 'a watermark in the function of a streaming table',
    edits: [
      rewrite(
        'logins.py',
        'login_events.select(',
        'login_events.withWatermark("event_timestamp", "1 day").select(',
      ),
    ],
    finds: ['full-refresh-needed silver_logins'],
  },
  {
    change: 'the keys that a materialized view groups by',
    edits: [rewrite('artists.py', 'F.col("artist").alias("name")', 'F.initcap("artist").alias("name")')],
    finds: ['recomputed silver_artists'],
  },
  {
    change: 'an aggregate of a materialized view',
    edits: [
      rewrite('artist_popularity.py', 'F.count_distinct("userId")', 'F.approx_count_distinct("userId")'),
    ],
    finds: ['recomputed gold_artist_popularity'],
  },
  {
    change: 'the window of a materialized view',
    edits: [rewrite('artist_popularity.py', 'F.desc("plays")', 'F.desc("listeners")')],
    finds: ['recomputed gold_artist_popularity'],
  },
  {
    change: 'the kind of a join of a materialized view',
    edits: [rewrite('listens_wide.py', '.join(known, ["artist"], "left")', '.join(known, ["artist"])')],
    finds: ['recomputed gold_listens_wide'],
  },
  {
    change: 'the query of a published view',
    edits: [rewrite('active_users.sql', 'INTERVAL 30 MINUTES', 'INTERVAL 15 MINUTES')],
    finds: ['recomputed active_users'],
  },
  {
    change: 'different formatting of the query of a published view',
    edits: [rewrite('active_users.sql', 'FROM silver_listens\nWHERE', 'FROM silver_listens WHERE')],
    finds: [],
  },
  {
    change: 'a function that moves to a different file',
    edits: [
      declare("transform: 'notebooks/logins.py'", "transform: 'notebooks/all_logins.py'"),
      {
        file: 'notebooks/all_logins.py',
        to: `"""Login attempts."""

from pyspark.sql import DataFrame


def all_logins(login_events: DataFrame) -> DataFrame:
    """Login attempts with their outcome."""
    return login_events.select(
        "event_id",
        "event_timestamp",
        "kafka_timestamp",
        "userId",
        "success",
        "level",
    )
`,
      },
    ],
    finds: [],
  },
  {
    change: 'the comment of a dataset',
    edits: [declare("'One row per hour.'", "'Logins, hour by hour.'")],
    finds: [],
  },
];
