import type { Retention } from '../../../../tools/review/datasets/dataset-findings';
import type { PlatformChange } from '../../../../tools/review/pipeline-change';
import {
  all,
  BEHIND_SILVER,
  type Edit,
  findings,
  findingsOf,
  inCode,
  of,
  SILVER,
  told,
  USERS,
  withColumns,
} from './dataset-findings-fixture';
import {
  datasetOf,
  deployedFrom,
  type FixtureProject,
  fixtureProject,
  pipelineChange,
} from './pipeline-change-fixture';

describe('a full refresh is needed', () => {
  test.each<[string, Edit, string]>([
    [
      'a column is renamed',
      withColumns('silver_events', (columns) =>
        columns.map((one) => (one.name === 'amount' ? { ...one, name: 'total' } : one)),
      ),
      'column name amount: amount → total.',
    ],
    [
      'a column is gone',
      withColumns('silver_events', (columns) => columns.slice(0, 2)),
      'column amount is removed: INT.',
    ],
    [
      'a type is narrower',
      withColumns('silver_events', (columns) =>
        columns.map((one) => (one.name === 'amount' ? { ...one, type: 'SMALLINT' } : one)),
      ),
      'column type amount: INT → SMALLINT (narrower).',
    ],
    [
      'a type does not fit',
      withColumns('silver_events', (columns) =>
        columns.map((one) => (one.name === 'amount' ? { ...one, type: 'STRING' } : one)),
      ),
      'column type amount: INT → STRING (incompatible).',
    ],
    [
      'a type is wider, and the table does not widen types',
      withColumns('silver_events', (columns) =>
        columns.map((one) => (one.name === 'amount' ? { ...one, type: 'BIGINT' } : one)),
      ),
      'column type amount: INT → BIGINT (wider).',
    ],
    [
      'rows that come again are recognised by other columns',
      of('silver_events', (dataset) => {
        dataset.deduplicate = { keys: ['user_id'], within: '7 days', time: 'event_time' };
      }),
      'deduplication keys: event_id → user_id.',
    ],
    [
      'rows that come again are recognised for another time',
      of('silver_events', (dataset) => {
        dataset.deduplicate = { keys: ['event_id'], within: '1 day', time: 'event_time' };
      }),
      'deduplication within: 7 days → 1 day.',
    ],
    [
      'another table is read',
      of('silver_events', (dataset) => {
        dataset.inputs = [{ dataset: 'bronze_events_quarantine', parameter: 'events', read: 'stream' }];
      }),
      'reads `bronze_events_quarantine` instead of `bronze_events`.',
    ],
    [
      'all rows are read in place of new ones',
      of('silver_events', (dataset) => {
        dataset.inputs = [{ dataset: 'bronze_events', parameter: 'events', read: 'batch' }];
      }),
      'input mode bronze_events: stream → batch; watermark of event_time: 7 days was removed; deduplication by event_id, within the watermark was removed.',
    ],
    [
      'an aggregation is new',
      inCode(
        SILVER,
        '.select("event_id", "user_id", "amount")',
        '.groupBy("event_id", "user_id").agg(F.sum("amount").alias("amount"))',
      ),
      'aggregation by event_id, user_id: sum(amount) was added.',
    ],
  ])('%s', (_what, edit, why) => {
    const found = findings(edit);
    expect(told(found)).toEqual([`full-refresh-needed: silver_events ${BEHIND_SILVER}`]);
    expect(found[0]?.why).toBe(why);
    expect(found[0]?.todo?.commands).toEqual([
      'databricks pipelines stop 0a1b',
      `databricks pipelines start-update 0a1b --json '{"full_refresh_selection":["silver_events","silver_users","gold_daily"]}'`,
    ]);
  });

  test('a partitioning becomes a clustering', () => {
    const partitioned = (text: string) =>
      text.replace('    cluster_by=["event_id"],\n', '    partition_cols=["event_id"],\n');
    const { before, after } = pipelineChange(() => {});
    const old = new Map(before?.notebooks);
    old.set('silver.py', partitioned(old.get('silver.py') ?? ''));
    const was = fixtureProject();
    delete datasetOf(was, 'silver_events').clusterBy;
    const change = { before: { ...deployedFrom(was), notebooks: old }, after };
    expect(told(findingsOf(change))).toContain(`full-refresh-needed: silver_events ${BEHIND_SILVER}`);
  });

  test.each<[string, Edit]>([
    [
      'keys',
      of('silver_users', (dataset) => {
        dataset.cdc = {
          keys: ['user_id', 'event_id'],
          sequenceBy: 'event_time',
          scdType: 1,
          exceptColumns: [],
        };
      }),
    ],
    [
      'order of changes',
      of('silver_users', (dataset) => {
        dataset.cdc = { keys: ['user_id'], sequenceBy: 'other_time', scdType: 1, exceptColumns: [] };
      }),
    ],
    [
      'versions',
      of('silver_users', (dataset) => {
        dataset.cdc = { keys: ['user_id'], sequenceBy: 'event_time', scdType: 2, exceptColumns: [] };
      }),
    ],
  ])('for other %s of AUTO CDC', (_what, edit) => {
    expect(told(findings(edit))).toEqual(['full-refresh-needed: silver_users']);
  });

  test('of the table whose flow has another name: its checkpoint is lost', () => {
    const { before, after } = pipelineChange(() => {});
    const named = [...(after?.notebooks ?? [])].map(([file, text]): [string, string] => [
      file,
      text.replace('stored_as_scd_type', 'name="users",\n    stored_as_scd_type'),
    ]);
    const found = findingsOf({
      before,
      after: after && { ...after, notebooks: new Map(named) },
    } as PlatformChange);
    expect(told(found)).toEqual(['full-refresh-needed: silver_users']);
    expect(found[0]?.why).toContain('flow name');
  });

  test('of the table whose flow passes a view that remembers something else', () => {
    const found = findings(inCode(USERS, 'events.select', 'events.dropDuplicates(["user_id"]).select'));
    expect(told(found)).toEqual(['full-refresh-needed: silver_users']);
    expect(found[0]?.why).toBe(
      'its input `silver_users_changes` changed: deduplication by user_id, unbounded was added.',
    );
  });

  test('once for tables that depend on each other, with the reasons of each', () => {
    const found = findings(
      all(
        withColumns('bronze_events', (columns) => columns.slice(0, 2)),
        withColumns('silver_events', (columns) => columns.slice(0, 2)),
      ),
    );
    expect(told(found)).toEqual([`full-refresh-needed: bronze_events silver_events ${BEHIND_SILVER}`]);
    expect(found[0]?.why).toBe('column amount is removed: INT.');
  });

  test('and reaches tables that changed for another reason, which is not told again', () => {
    const found = findings(
      all(
        withColumns('silver_events', (columns) => columns.slice(0, 2)),
        inCode('notebooks/gold/daily.py', 'F.count("event_id")', 'F.count("amount")'),
        inCode(USERS, 'events.select', 'events.where("user_id <> 1").select'),
      ),
    );
    expect(told(found)).toEqual([`full-refresh-needed: silver_events ${BEHIND_SILVER}`]);
  });

  test('a wider type is no reason where the table widens types', () => {
    const widening = (project: FixtureProject) => {
      datasetOf(project, 'silver_events').tableProperties = { 'delta.enableTypeWidening': 'true' };
    };
    const typed = (type: string) =>
      withColumns('silver_events', (columns) =>
        columns.map((one) => (one.name === 'amount' ? { ...one, type } : one)),
      );
    expect(told(findings(all(widening, typed('BIGINT'))))).toEqual(['safe-change: silver_events']);
    // Delta never does this by itself.
    expect(told(findings(all(widening, typed('DECIMAL(12, 0)'))))).toContain(
      `full-refresh-needed: silver_events ${BEHIND_SILVER}`,
    );
  });

  test('a temporary view that is only called otherwise is no other source', () => {
    const found = findings((project) => {
      datasetOf(project, 'silver_users_changes').name = 'users_changes';
      datasetOf(project, 'silver_users').inputs = [
        { dataset: 'users_changes', parameter: 'users_changes', read: 'stream' },
      ];
    });
    expect(found.map(({ kind }) => kind)).not.toContain('full-refresh-needed');
    expect(found.every(({ kind }) => kind === 'safe-change')).toBe(true);
  });
});

describe('history that Kafka no longer has', () => {
  const otherTopic = of('raw_events', (dataset) => {
    dataset.topic = 'others';
  });
  const unprotected = of('raw_events', (dataset) => {
    dataset.tableProperties = {};
  });

  test('a table that no full refresh may touch cannot be refreshed', () => {
    const found = findings(otherTopic, { after: 168 });
    expect(found.map(({ kind }) => kind)).toEqual(['history-lost', 'full-refresh-needed']);
    expect(found[0]?.what).toContain('still forbids: it would lose every row that Kafka no longer holds');
    expect(found[1]?.what).toContain('forbids it for `raw_events`');
    expect(found[1]?.todo?.commands).toBeUndefined();
  });

  test.each<[string, Retention, string | undefined]>([
    ['kept for a week', { after: 168 }, 'Kafka keeps messages for 7 days'],
    ['kept for some hours', { after: 5 }, 'Kafka keeps messages for 5 hours'],
    ['of which nobody knows how long they are kept', {}, 'does not declare the Kafka retention'],
    ['kept for ever', { after: -1 }, undefined],
  ])('is lost with messages that are %s', (_what, retention, why) => {
    const lost = findings(all(otherTopic, unprotected), retention).find(
      ({ kind }) => kind === 'history-lost',
    );
    if (why === undefined) expect(lost).toBeUndefined();
    else {
      expect(lost?.why).toContain(why);
      expect(lost?.todo?.commands).toEqual([
        'CREATE TABLE main.music.raw_events_before_deployment AS SELECT * FROM main.music.raw_events;',
      ]);
    }
  });

  test('is not lost where tables of the pipeline have it', () => {
    const found = findings(
      withColumns('bronze_events', (columns) => columns.slice(0, 2)),
      { after: 24 },
    );
    expect(found.map(({ kind }) => kind)).not.toContain('history-lost');
  });

  test('has one protection less', () => {
    expect(told(findings(unprotected))).toEqual(['protection-removed: raw_events']);
  });
});
