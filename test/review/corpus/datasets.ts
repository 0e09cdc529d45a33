import { type CorpusCase, GOLD, RAW, replace, SILVER } from './corpus-case';

const DEDUPLICATION =
  "const EACH_EVENT_ONCE: Deduplication = { keys: ['event_id'], within: '7 days', time: 'kafka_timestamp' };";
const LOCATIONS = `
    this.locations = new MaterializedView(this, 'silver_locations', {`;

const LOCATIONS_TABLE = `    this.locations = new MaterializedView(this, 'silver_locations', {
      comment: 'One row a city of a state that users were ever seen in.',
      transform: 'notebooks/silver/locations.py',
      inputs: { pageViews: this.pageViews },
      columns: {
        location_id: string('Place: hash of city and state; the key'),
        city: string('City'),
        state: string('State, two letters'),
        zip: string('Postal code as the latest event has it'),
        lon: double('Longitude as the latest event has it, in degrees'),
        lat: double('Latitude as the latest event has it, in degrees'),
        ...SEEN_COLUMNS,
      },
      primaryKey: ['location_id'],
      expectations: [expectOrFail('seen_in_order', 'first_seen <= last_seen')],
      clusterBy: ['location_id'],
    });

`;

export const DATASETS: readonly CorpusCase[] = [
  {
    change: 'a new materialized view',
    edits: [
      replace(
        SILVER,
        LOCATIONS,
        `
    new MaterializedView(this, 'silver_pages', {
      comment: 'One row a page.',
      transform: 'notebooks/silver/pages.py',
      inputs: { pageViews: this.pageViews },
      columns: { page: string('Page'), views: bigint('How often it was shown') },
      primaryKey: ['page'],
      expectations: [expectOrFail('shown_at_all', 'views >= 1')],
    });
${LOCATIONS}`,
      ),
      {
        file: 'notebooks/silver/pages.py',
        to: `"""Pages."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def pages(page_views: DataFrame) -> DataFrame:
    """One row a page."""
    return page_views.groupBy("page").agg(F.count("event_id").alias("views"))
`,
      },
    ],
    finds: [],
  },
  {
    change: 'a removed materialized view',
    edits: [
      replace(SILVER, '  readonly locations: MaterializedView;\n', ''),
      replace(SILVER, LOCATIONS_TABLE, ''),
    ],
    finds: ['dataset-removed silver_locations'],
  },
  {
    change: 'a renamed materialized view',
    edits: [replace(SILVER, "'silver_locations'", "'silver_places'")],
    finds: ['dataset-renamed silver_places'],
  },
  {
    change: 'a renamed streaming table',
    edits: [
      replace(SILVER, "'silver_auth_attempts'", "'silver_logins'"),
      replace(
        'constructs/music-streaming/quality-checks.ts',
        'FROM silver_auth_attempts)',
        'FROM silver_logins)',
      ),
    ],
    finds: ['dataset-renamed silver_logins', 'recomputed gold_hourly_login_health'],
  },
  {
    change: 'a renamed raw table',
    edits: [replace(RAW, "'raw_auth_events'", "'raw_login_events'")],
    finds: [
      'dataset-renamed raw_login_events',
      'full-refresh-needed bronze_auth_events',
      'monitoring-removed databricks_notebook.reconciliation',
    ],
  },
  {
    change: 'another topic',
    edits: [replace(RAW, "topic: 'auth_events'", "topic: 'login_events'")],
    finds: [
      'full-refresh-needed raw_auth_events',
      'history-lost raw_auth_events',
      'monitoring-removed databricks_notebook.reconciliation',
    ],
  },
  {
    change: 'another source of a streaming table',
    edits: [
      replace(
        SILVER,
        'inputs: { listenEvents: bronze.listenEvents },',
        'inputs: { listenEvents: bronze.pageViewEvents },',
      ),
    ],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'a longer time of deduplication',
    edits: [replace(SILVER, DEDUPLICATION, DEDUPLICATION.replace('7 days', '14 days'))],
    finds: ['full-refresh-needed silver_page_views'],
  },
  {
    change: 'another key of deduplication',
    edits: [replace(SILVER, DEDUPLICATION, DEDUPLICATION.replace("['event_id']", "['event_id', 'userId']"))],
    finds: ['full-refresh-needed silver_page_views'],
  },
  {
    change: 'a table that no longer deduplicates',
    edits: [
      replace(
        SILVER,
        'inputs: { authEvents: bronze.authEvents },\n      deduplicate: EACH_EVENT_ONCE,',
        'inputs: { authEvents: bronze.authEvents },',
      ),
    ],
    finds: ['full-refresh-needed silver_auth_attempts'],
  },
  {
    change: 'other keys of change data capture',
    edits: [
      replace(
        SILVER,
        "keys: ['userId'],\n      sequenceBy",
        "keys: ['userId', 'registration'],\n      sequenceBy",
      ),
    ],
    finds: ['full-refresh-needed silver_user_profiles', 'rule-changed silver_user_profiles'],
  },
  {
    change: 'no history of changes any more',
    edits: [
      replace(SILVER, 'scdType: 2,', 'scdType: 1,'),
      replace(
        'notebooks/gold/listens_wide.py',
        '"__START_AT",\n        "__END_AT",',
        'F.current_timestamp().alias("__START_AT"),\n        F.current_timestamp().alias("__END_AT"),',
      ),
    ],
    finds: ['full-refresh-needed silver_user_profiles', 'rule-changed silver_user_profiles'],
  },
  {
    change: 'another sequence of changes',
    edits: [replace(SILVER, "sequenceBy: 'event_timestamp',", "sequenceBy: 'registration',")],
    finds: ['full-refresh-needed silver_user_profiles'],
  },
  {
    change: 'a further input of a materialized view',
    edits: [
      replace(
        GOLD,
        'inputs: { authAttempts: silver.authAttempts },',
        'inputs: { authAttempts: silver.authAttempts, pageViews: silver.pageViews },',
      ),
      replace(
        'notebooks/gold/hourly_login_health.py',
        'def hourly_login_health(auth_attempts: DataFrame)',
        'def hourly_login_health(auth_attempts: DataFrame, page_views: DataFrame)',
      ),
    ],
    finds: ['recomputed gold_hourly_login_health'],
  },
  {
    change: 'other columns that a table is clustered by',
    edits: [replace(SILVER, "clusterBy: ['location_id'],", "clusterBy: ['state'],")],
    finds: [],
  },
  {
    change: 'a table property that changes nothing of the data',
    edits: [
      replace(
        SILVER,
        "clusterBy: ['location_id'],",
        "clusterBy: ['location_id'],\n      tableProperties: { 'delta.targetFileSize': '64mb' },",
      ),
    ],
    finds: [],
  },
  {
    change: 'a table property that nobody knows',
    edits: [
      replace(
        SILVER,
        "clusterBy: ['location_id'],",
        "clusterBy: ['location_id'],\n      tableProperties: { 'example.unheard.of': 'yes' },",
      ),
    ],
    finds: ['unknown-change silver_locations'],
  },
  {
    change: 'another primary key',
    edits: [replace(SILVER, "primaryKey: ['location_id'],", "primaryKey: ['city', 'state'],")],
    finds: ['rule-changed silver_locations'],
  },
  {
    change: 'another kind of table',
    edits: [
      replace(
        SILVER,
        "this.levelChanges = new StreamingTable(this, 'silver_level_changes', {",
        "this.levelChanges = new MaterializedView(this, 'silver_level_changes', {",
      ),
      replace(
        SILVER,
        'inputs: { statusChangeEvents: bronze.statusChangeEvents },\n      deduplicate: EACH_EVENT_ONCE,',
        'inputs: { statusChangeEvents: bronze.statusChangeEvents },',
      ),
    ],
    finds: ['kind-changed silver_level_changes'],
  },
];
