import { type CorpusCase, FIELDS, GOLD, replace, SILVER } from './corpus-case';

const WIDENABLE = replace(
  SILVER,
  'inputs: { listenEvents: bronze.listenEvents },',
  "inputs: { listenEvents: bronze.listenEvents },\n      tableProperties: { 'delta.enableTypeWidening': 'true' },",
);

export const COLUMNS: readonly CorpusCase[] = [
  {
    change: 'the comment of a column',
    edits: [
      replace(SILVER, "song: string('Title of the song'),", "song: string('Title as events have it'),"),
    ],
    finds: [],
  },
  {
    change: 'a new column of a streaming table',
    edits: [
      replace(
        SILVER,
        "new_level: string('Subscription level from then on: free or paid'),",
        "new_level: string('Subscription level from then on: free or paid'),\n        gender: string('Gender of the user'),",
      ),
      replace(
        'notebooks/silver/level_changes.py',
        'F.col("level").alias("new_level"),',
        'F.col("level").alias("new_level"),\n        "gender",',
      ),
    ],
    finds: ['old-rows-stay silver_level_changes'],
  },
  {
    change: 'a dropped column of a streaming table',
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
    ],
    finds: ['full-refresh-needed silver_auth_attempts'],
  },
  {
    change: 'a renamed column of a streaming table',
    edits: [
      replace(
        SILVER,
        "success: boolean('Whether it succeeded'),\n        level: string(",
        "success: boolean('Whether it succeeded'),\n        user_level: string(",
      ),
      replace(
        'notebooks/silver/auth_attempts.py',
        '"success",\n        "level",',
        '"success",\n        F.col("level").alias("user_level"),',
      ),
    ],
    finds: ['full-refresh-needed silver_auth_attempts'],
  },
  {
    change: 'a narrower type of a column of a streaming table',
    edits: [
      replace(
        SILVER,
        "gender: string('Gender of the user: F or M'),\n        registration: bigint(",
        "gender: string('Gender of the user: F or M'),\n        registration: int(",
      ),
      replace(
        'notebooks/silver/page_views.py',
        '"registration",',
        'F.col("registration").cast("int").alias("registration"),',
      ),
    ],
    finds: ['full-refresh-needed silver_page_views'],
  },
  {
    change: 'an incompatible type of a column of a streaming table',
    edits: [
      replace(
        SILVER,
        "status: int('HTTP status of the response'),",
        "status: string('HTTP status of the response'),",
      ),
      replace(
        'notebooks/silver/page_views.py',
        '"status",',
        'F.col("status").cast("string").alias("status"),',
      ),
    ],
    finds: ['full-refresh-needed silver_page_views'],
  },
  {
    change: 'a wider type of a column of a streaming table',
    edits: [
      replace(
        SILVER,
        "itemInSession: int('Position of the event in its session, from 0'),\n        level: string('Subscription level at that moment: free or paid'),\n        ...personal({ state:",
        "itemInSession: bigint('Position of the event in its session, from 0'),\n        level: string('Subscription level at that moment: free or paid'),\n        ...personal({ state:",
      ),
      replace(
        'notebooks/silver/listens.py',
        '"itemInSession",',
        'F.col("itemInSession").cast("bigint").alias("itemInSession"),',
      ),
    ],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'another order of the columns of a streaming table',
    edits: [
      replace(
        SILVER,
        "song: string('Title of the song'),\n        artist: string('Name of the artist'),",
        "artist: string('Name of the artist'),\n        song: string('Title of the song'),",
      ),
      replace('notebooks/silver/listens.py', '"song",\n        "artist",', '"artist",\n        "song",'),
    ],
    finds: [],
  },
  {
    change: 'a dropped column of a materialized view',
    edits: [
      replace(
        GOLD,
        "page_views: bigint('Pages that were shown, songs included'),\n        songs_played: bigint('Songs that were played'),\n        listening_seconds: double('Length of these songs together, in seconds'),\n      },\n      primaryKey: ['date', 'state'],",
        "page_views: bigint('Pages that were shown, songs included'),\n        songs_played: bigint('Songs that were played'),\n      },\n      primaryKey: ['date', 'state'],",
      ),
    ],
    finds: ['recomputed gold_daily_location_metrics', 'readers-break gold_daily_location_metrics'],
  },
  {
    change: 'a new column of a materialized view',
    edits: [
      replace(
        GOLD,
        "failures: bigint('Attempts that failed'),",
        "failures: bigint('Attempts that failed'),\n        users: bigint('Users who tried'),",
      ),
      replace(
        'notebooks/gold/hourly_login_health.py',
        '.alias("failures"),',
        '.alias("failures"),\n        F.count_distinct("userId").alias("users"),',
      ),
    ],
    finds: ['recomputed gold_hourly_login_health'],
  },
  {
    change: 'a column of a published view that stands for a renamed one',
    edits: [
      replace(
        GOLD,
        "song_first_seen: timestamp('Time at which anybody played the song first'),",
        "song_known_since: timestamp('Time at which anybody played the song first'),",
      ),
      replace(
        'notebooks/gold/listens_wide.py',
        'F.col("first_seen").alias("song_first_seen")',
        'F.col("first_seen").alias("song_known_since")',
      ),
      replace(
        'notebooks/gold/listens_wide.py',
        '"listened_seconds", "song_first_seen"]',
        '"listened_seconds", "song_known_since"]',
      ),
      replace('notebooks/gold/listens.sql', 'song_first_seen', 'song_known_since'),
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
      replace(
        FIELDS,
        'LISTEN_FIELDS: Columns = { ...BASE_FIELDS, ...SONG_FIELDS };',
        "LISTEN_FIELDS: Columns = { ...BASE_FIELDS, ...SONG_FIELDS, device: string('Device') };",
      ),
    ],
    finds: [
      'old-rows-stay raw_listen_events',
      'old-rows-stay bronze_listen_events',
      'old-rows-stay bronze_listen_events_quarantine',
    ],
  },
  {
    change: 'a field that is read no longer',
    edits: [
      replace(
        FIELDS,
        "success: boolean('Whether the login succeeded') };",
        "success: boolean('Whether the login succeeded') };\n",
      ),
      replace(
        FIELDS,
        'export const AUTH_FIELDS: Columns = { ...BASE_FIELDS, success',
        'const { gender: _, ...AUTH_BASE } = BASE_FIELDS;\nexport const AUTH_FIELDS: Columns = { ...AUTH_BASE, success',
      ),
    ],
    finds: ['history-lost raw_auth_events', 'full-refresh-needed raw_auth_events'],
  },
  {
    change: 'a column that is no longer marked as personal',
    edits: [
      replace(
        SILVER,
        "...personal({ state: string('State of the user, two letters') }),\n        song_id",
        "state: string('State of the user, two letters'),\n        song_id",
      ),
    ],
    finds: ['personal-data-exposed silver_listens'],
  },
  {
    change: 'a wider type of a column of a table that Delta may widen',
    deployed: [WIDENABLE],
    edits: [
      WIDENABLE,
      replace(
        SILVER,
        "itemInSession: int('Position of the event in its session, from 0'),\n        level: string('Subscription level at that moment: free or paid'),\n        ...personal({ state:",
        "itemInSession: bigint('Position of the event in its session, from 0'),\n        level: string('Subscription level at that moment: free or paid'),\n        ...personal({ state:",
      ),
    ],
    finds: [],
  },
];
