import { type CorpusCase, GOLD, replace, SILVER } from './corpus-case';

const LISTENS = 'notebooks/silver/listens.py';
const SESSIONS = 'notebooks/silver/user_sessions.py';
const ARTISTS = 'notebooks/silver/artists.py';
const POPULARITY = 'notebooks/gold/daily_artist_popularity.py';

export const FUNCTIONS: readonly CorpusCase[] = [
  {
    change: 'a comment in a function',
    edits: [
      replace(LISTENS, '# The separator is a character that no name has.', '# No name has this character.'),
    ],
    finds: [],
  },
  {
    change: 'the docstring of a function',
    edits: [replace(ARTISTS, 'One row an artist, with the times', 'A row for each artist, with the times')],
    finds: [],
  },
  {
    change: 'the name of a local variable',
    edits: [
      replace(LISTENS, 'song_key = F.concat_ws', 'identity = F.concat_ws'),
      replace(LISTENS, 'F.md5(song_key)', 'F.md5(identity)'),
    ],
    finds: [],
  },
  {
    change: 'a part of a function that becomes a function of its own',
    edits: [
      replace(
        LISTENS,
        'def listens(',
        'def song_identity() -> Column:\n    """What names a song."""\n    return F.concat_ws("\\u001f", "artist", "song")\n\n\ndef listens(',
      ),
      replace(LISTENS, '    song_key = F.concat_ws("\\u001f", "artist", "song")\n', ''),
      replace(LISTENS, 'F.md5(song_key)', 'F.md5(song_identity())'),
      replace(LISTENS, 'from pyspark.sql import DataFrame', 'from pyspark.sql import Column, DataFrame'),
    ],
    finds: [],
  },
  {
    change: 'the same filter by another name',
    edits: [replace(SESSIONS, '.where("page_views > 0")', '.filter(F.expr("page_views > 0"))')],
    finds: [],
  },
  {
    change: 'code that is set out in another way',
    edits: [
      replace(
        ARTISTS,
        'listens.groupBy("artist_id", F.col("artist").alias("name")).agg(',
        'listens.groupBy(\n        "artist_id",\n        F.col("artist").alias("name"),\n    ).agg(',
      ),
    ],
    finds: [],
  },
  {
    change: 'what a streaming table computes for each row',
    edits: [replace(LISTENS, 'F.md5("artist").alias("artist_id")', 'F.sha1("artist").alias("artist_id")')],
    finds: ['old-rows-stay silver_listens'],
  },
  {
    change: 'a filter of a streaming table',
    edits: [
      replace(
        'notebooks/silver/level_changes.py',
        'return status_change_events.select(',
        'return status_change_events.where("level IS NOT NULL").select(',
      ),
    ],
    finds: ['old-rows-stay silver_level_changes'],
  },
  {
    change: 'a constant of a function that four tables share',
    edits: [replace('notebooks/bronze/events.py', 'CLOCK_SKEW = 86_400_000', 'CLOCK_SKEW = 3_600_000')],
    finds: ['old-rows-stay bronze_page_view_events'],
  },
  {
    change: 'how a constant is written',
    edits: [
      replace('notebooks/bronze/events.py', 'CLOCK_SKEW = 86_400_000', 'CLOCK_SKEW = 24 * 60 * 60 * 1000'),
    ],
    finds: [],
  },
  {
    change: 'a function that pandas runs on every row of a streaming table',
    edits: [
      replace(
        'notebooks/silver/page_views.py',
        'named.family if named else "Other"',
        'named.family if named else "Unknown"',
      ),
    ],
    finds: ['old-rows-stay silver_page_views'],
  },
  {
    change: 'a deduplication in the function of a streaming table',
    edits: [
      replace(
        'notebooks/silver/level_changes.py',
        'return status_change_events.select(',
        'return status_change_events.dropDuplicates(["event_id"]).select(',
      ),
    ],
    finds: ['full-refresh-needed silver_level_changes'],
  },
  {
    change: 'a watermark in the function of a streaming table',
    edits: [
      replace(
        'notebooks/silver/level_changes.py',
        'return status_change_events.select(',
        'return status_change_events.withWatermark("event_timestamp", "1 day").select(',
      ),
    ],
    finds: ['full-refresh-needed silver_level_changes'],
  },
  {
    change: 'the keys that a materialized view groups by',
    edits: [
      replace(
        ARTISTS,
        'groupBy("artist_id", F.col("artist").alias("name"))',
        'groupBy("artist_id", F.initcap("artist").alias("name"))',
      ),
    ],
    finds: ['recomputed silver_artists'],
  },
  {
    change: 'an aggregate of a materialized view',
    edits: [
      replace(
        POPULARITY,
        'F.count_distinct("userId").alias("listeners")',
        'F.approx_count_distinct("userId").alias("listeners")',
      ),
    ],
    finds: ['recomputed gold_daily_artist_popularity'],
  },
  {
    change: 'the window of a materialized view',
    edits: [replace(POPULARITY, 'orderBy(F.desc("plays"))', 'orderBy(F.desc("listeners"))')],
    finds: ['recomputed gold_daily_artist_popularity'],
  },
  {
    change: 'the kind of a join of a materialized view',
    edits: [
      replace(
        'notebooks/gold/listens_wide.py',
        '.join(sessions, ["sessionId", "userId"], "left")',
        '.join(sessions, ["sessionId", "userId"])',
      ),
    ],
    finds: ['recomputed gold_listens_wide'],
  },
  {
    change: 'the query of a published view',
    edits: [replace('notebooks/silver/active_users.sql', 'INTERVAL 30 MINUTES', 'INTERVAL 15 MINUTES')],
    finds: ['recomputed active_users'],
  },
  {
    change: 'how the query of a published view is set out',
    edits: [
      replace(
        'notebooks/silver/active_users.sql',
        'FROM silver_user_sessions\nWHERE',
        'FROM silver_user_sessions WHERE',
      ),
    ],
    finds: [],
  },
  {
    change: 'another file for a function',
    edits: [
      replace(
        SILVER,
        "transform: 'notebooks/silver/artists.py'",
        "transform: 'notebooks/silver/all_artists.py'",
      ),
      {
        file: 'notebooks/silver/all_artists.py',
        to: `"""Artists that were ever played."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def all_artists(listens: DataFrame) -> DataFrame:
    """One row an artist, with the times of the first and the last listen."""
    return listens.groupBy("artist_id", F.col("artist").alias("name")).agg(
        F.min("event_timestamp").alias("first_seen"),
        F.max("event_timestamp").alias("last_seen"),
    )
`,
      },
    ],
    finds: [],
  },
  {
    change: 'the comment of a dataset',
    edits: [
      replace(
        GOLD,
        "'One row a day, quiet days included: how many people pay, and how many begin and end to.'",
        "'How many people pay, day by day.'",
      ),
    ],
    finds: [],
  },
];
