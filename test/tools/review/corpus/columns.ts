import { type CorpusCase, declare, rewrite } from './corpus-case';

const SILVER_POSITION = "...EVENT_COLUMNS,\n        position: int('Position in the session'),";
const WIDER_POSITION = declare(SILVER_POSITION, SILVER_POSITION.replace('int(', 'bigint('));
const WIDENABLE = declare(
  'inputs: { listenEvents: bronzeListens },',
  "inputs: { listenEvents: bronzeListens },\n      tableProperties: { 'delta.enableTypeWidening': 'true' },",
);
const LOGIN_LEVEL = "success: boolean('Whether it succeeded'),\n        level: string('Subscription level'),";

/** A dropped column of `silver_logins`. */
export const WITHOUT_LEVEL = [
  declare(LOGIN_LEVEL, "success: boolean('Whether it succeeded'),"),
  declare("expectations: [expectOrWarn('level_known', 'level IS NOT NULL')],", ''),
  rewrite('logins.py', '        "level",\n', ''),
];

export const COLUMNS: readonly CorpusCase[] = [
  {
    change: 'the comment of a column',
    edits: [declare("song: string('Title'),", "song: string('Title as events have it'),")],
    finds: [],
  },
  {
    change: 'a new column of a streaming table',
    edits: [
      declare(LOGIN_LEVEL, `${LOGIN_LEVEL} gender: string('Gender'),`),
      rewrite('logins.py', '"level",', '"level",\n        "gender",'),
    ],
    finds: ['old-rows-stay silver_logins'],
  },
  {
    change: 'a dropped column of a streaming table',
    edits: WITHOUT_LEVEL,
    finds: ['full-refresh-needed silver_logins', 'rule-removed silver_logins'],
  },
  {
    change: 'a renamed column of a streaming table',
    edits: [
      declare("success: boolean('Whether it succeeded'),", "succeeded: boolean('Whether it succeeded'),"),
      declare('WHERE success IS NULL', 'WHERE succeeded IS NULL'),
      rewrite('logins.py', '"success",', 'login_events.success.alias("succeeded"),'),
      rewrite('hourly_logins.py', 'F.col("success")', 'F.col("succeeded")'),
    ],
    finds: ['full-refresh-needed silver_logins', 'rule-changed'],
  },
  {
    change: 'a narrower type of a column of a streaming table',
    edits: [
      declare(
        "registration: bigint('Time of registration, in milliseconds'),\n        level",
        "registration: int('Time of registration, in milliseconds'),\n        level",
      ),
      rewrite('listens.py', '"registration",', 'F.col("registration").cast("int").alias("registration"),'),
    ],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'an incompatible type of a column of a streaming table',
    edits: [
      declare(SILVER_POSITION, SILVER_POSITION.replace('int(', 'string(')),
      rewrite('listens.py', '"position",', 'F.col("position").cast("string").alias("position"),'),
    ],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'a wider type of a column of a streaming table',
    edits: [
      WIDER_POSITION,
      rewrite('listens.py', '"position",', 'F.col("position").cast("bigint").alias("position"),'),
    ],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'a wider type of a column of a table that Delta may widen',
    deployed: [WIDENABLE],
    edits: [WIDENABLE, WIDER_POSITION],
    finds: [],
  },
  {
    change: 'another order of the columns of a streaming table',
    edits: [
      declare(
        "song: string('Title'),\n        artist: string('Artist'),",
        "artist: string('Artist'),\n        song: string('Title'),",
      ),
      rewrite('listens.py', '"song",\n        "artist",', '"artist",\n        "song",'),
    ],
    finds: [],
  },
  {
    change: 'a dropped column of a materialized view',
    edits: [
      declare("listeners: bigint('Listeners'),", ''),
      rewrite('artist_popularity.py', '        F.count_distinct("userId").alias("listeners"),\n', ''),
    ],
    finds: ['recomputed gold_artist_popularity', 'readers-break gold_artist_popularity'],
  },
  {
    change: 'a new column of a materialized view',
    edits: [
      declare(
        "failures: bigint('Attempts that failed'),",
        "failures: bigint('Attempts that failed'), users: bigint('Users'),",
      ),
      rewrite(
        'hourly_logins.py',
        '.alias("failures"),',
        '.alias("failures"),\n        F.count_distinct("userId").alias("users"),',
      ),
    ],
    finds: ['recomputed gold_hourly_logins'],
  },
  {
    change: 'a column of a published view that stands for a renamed one',
    edits: [
      declare('artist_first_seen: timestamp(', 'artist_known_since: timestamp('),
      rewrite('listens_wide.py', '.alias("artist_first_seen")', '.alias("artist_known_since")'),
      rewrite('listens_wide.py', '"artist_first_seen", "user_gender"', '"artist_known_since", "user_gender"'),
      rewrite('listens.sql', 'artist_first_seen', 'artist_known_since'),
    ],
    finds: [
      'recomputed gold_listens_wide',
      'readers-break gold_listens_wide',
      'recomputed gold_listens',
      'readers-break gold_listens',
    ],
  },
  {
    change: 'a new field of the events of a topic',
    edits: [
      declare("userAgent: string('Browser'),", "userAgent: string('Browser'), country: string('Country'),"),
    ],
    finds: [
      'old-rows-stay raw_listens',
      'old-rows-stay bronze_listens',
      'old-rows-stay bronze_listens_quarantine',
    ],
  },
  {
    change: 'a field that is read no longer',
    edits: [
      declare(
        'const LOGIN_FIELDS: Columns = { ...BASE_FIELDS, success',
        'const { gender: _, ...LOGIN_BASE } = BASE_FIELDS;\nconst LOGIN_FIELDS: Columns = { ...LOGIN_BASE, success',
      ),
    ],
    finds: ['history-lost raw_logins', 'full-refresh-needed raw_logins'],
  },
  {
    change: 'a column that is no longer marked as personal',
    edits: [
      declare(
        "...personal({ city: string('City') }),\n        song_id",
        "city: string('City'),\n        song_id",
      ),
    ],
    finds: ['personal-data-exposed silver_listens'],
  },
];
