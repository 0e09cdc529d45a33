import { type CorpusCase, declare, rewrite } from './corpus-case';

const DEDUPLICATION =
  "const EACH_EVENT_ONCE: Deduplication = { keys: ['event_id'], within: '7 days', time: 'kafka_timestamp' };";
const ARTISTS = "    const artists = new MaterializedView(entities, 'silver_artists', {";
const POPULARITY = "    new MaterializedView(gold, 'gold_artist_popularity', {";

export const DATASETS: readonly CorpusCase[] = [
  {
    change: 'a new materialized view',
    edits: [
      declare(
        ARTISTS,
        `    new MaterializedView(entities, 'silver_songs', {
      comment: 'One row per song.',
      transform: 'notebooks/songs.py',
      inputs: { listens },
      columns: { song: string('Song'), plays: bigint('Plays') },
      primaryKey: ['song'],
      expectations: [expectOrFail('played_at_all', 'plays >= 1')],
    });
${ARTISTS}`,
      ),
      {
        file: 'notebooks/songs.py',
        to: `"""Songs."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F


def songs(listens: DataFrame) -> DataFrame:
    """One row per song."""
    return listens.groupBy("song").agg(F.count("event_id").alias("plays"))
`,
      },
    ],
    finds: [],
  },
  {
    change: 'a removed materialized view',
    edits: [
      declare(POPULARITY, `    const removed = () => ${POPULARITY.trimStart()}`),
      declare(
        "rank: int('Rank'),\n      },\n    });",
        "rank: int('Rank'),\n      },\n    });\n    void removed;",
      ),
    ],
    finds: ['dataset-removed gold_artist_popularity'],
  },
  {
    change: 'a renamed materialized view',
    edits: [declare("'gold_artist_popularity'", "'gold_artists'")],
    finds: ['dataset-renamed gold_artists'],
  },
  {
    change: 'a renamed streaming table',
    edits: [
      declare("'silver_logins'", "'silver_sign_ins'"),
      declare('FROM silver_logins', 'FROM silver_sign_ins'),
    ],
    finds: ['dataset-renamed silver_sign_ins', 'recomputed gold_hourly_logins'],
  },
  {
    change: 'a renamed raw table',
    edits: [declare("'raw_logins'", "'raw_sign_ins'")],
    finds: [
      'dataset-renamed raw_sign_ins',
      'full-refresh-needed bronze_logins',
      'monitoring-removed databricks_notebook.reconciliation',
    ],
  },
  {
    change: 'another topic',
    edits: [declare("topic: 'logins'", "topic: 'sign_ins'")],
    finds: [
      'full-refresh-needed raw_logins',
      'history-lost raw_logins',
      'monitoring-removed databricks_notebook.reconciliation',
    ],
  },
  {
    change: 'another source of a streaming table',
    edits: [
      declare(
        'const logins = new StreamingTable',
        `const copies = events('bronze_copies', this.rawLogins, []);
    const logins = new StreamingTable`,
      ),
      declare('inputs: { loginEvents: bronzeLogins },', 'inputs: { loginEvents: copies },'),
    ],
    finds: ['full-refresh-needed silver_logins'],
  },
  {
    change: 'a longer time of deduplication',
    edits: [declare(DEDUPLICATION, DEDUPLICATION.replace('7 days', '14 days'))],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'another key of deduplication',
    edits: [declare(DEDUPLICATION, DEDUPLICATION.replace("['event_id']", "['event_id', 'userId']"))],
    finds: ['full-refresh-needed silver_listens'],
  },
  {
    change: 'a table that no longer deduplicates',
    edits: [
      declare(
        'inputs: { loginEvents: bronzeLogins },\n      deduplicate: EACH_EVENT_ONCE,',
        'inputs: { loginEvents: bronzeLogins },',
      ),
    ],
    finds: ['full-refresh-needed silver_logins'],
  },
  {
    change: 'other keys of change data capture',
    edits: [
      declare("keys: ['userId'],\n      sequenceBy", "keys: ['userId', 'registration'],\n      sequenceBy"),
    ],
    finds: ['full-refresh-needed silver_user_profiles', 'rule-changed silver_user_profiles'],
  },
  {
    change: 'no history of changes any more',
    edits: [
      declare('scdType: 2,', 'scdType: 1,'),
      rewrite(
        'listens_wide.py',
        '"__START_AT",\n        "__END_AT",',
        'F.current_timestamp().alias("__START_AT"),\n        F.current_timestamp().alias("__END_AT"),',
      ),
    ],
    finds: ['full-refresh-needed silver_user_profiles', 'rule-changed silver_user_profiles'],
  },
  {
    change: 'another sequence of changes',
    edits: [declare("sequenceBy: 'event_timestamp',", "sequenceBy: 'registration',")],
    finds: ['full-refresh-needed silver_user_profiles'],
  },
  {
    change: 'a further input of a materialized view',
    edits: [
      declare(
        'inputs: { logins },\n      columns: {\n        hour',
        'inputs: { logins, listens },\n      columns: {\n        hour',
      ),
      rewrite('hourly_logins.py', '(logins: DataFrame)', '(logins: DataFrame, listens: DataFrame)'),
    ],
    finds: ['recomputed gold_hourly_logins'],
  },
  {
    change: 'other columns that a table is clustered by',
    edits: [declare("clusterBy: ['name'],", "clusterBy: ['first_seen'],")],
    finds: [],
  },
  {
    change: 'a table property that changes nothing of the data',
    edits: [
      declare(
        "clusterBy: ['name'],",
        "tableProperties: { 'delta.targetFileSize': '64mb' }, clusterBy: ['name'],",
      ),
    ],
    finds: [],
  },
  {
    change: 'an unknown table property',
    edits: [
      declare(
        "clusterBy: ['name'],",
        "tableProperties: { 'example.unheard.of': 'yes' }, clusterBy: ['name'],",
      ),
    ],
    finds: ['unknown-change silver_artists'],
  },
  {
    change: 'another primary key',
    edits: [declare("primaryKey: ['name'],", "primaryKey: ['name', 'first_seen'],")],
    finds: ['rule-changed silver_artists'],
  },
  {
    change: 'another kind of table',
    edits: [
      declare(
        "const logins = new StreamingTable(silver, 'silver_logins', {",
        "const logins = new MaterializedView(silver, 'silver_logins', {",
      ),
      declare(
        'inputs: { loginEvents: bronzeLogins },\n      deduplicate: EACH_EVENT_ONCE,',
        'inputs: { loginEvents: bronzeLogins },',
      ),
    ],
    finds: ['kind-changed silver_logins'],
  },
];
