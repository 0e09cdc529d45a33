import { all, BEHIND_SILVER, findings, of, told } from './dataset-findings-fixture';
import { datasetOf, type FixtureProject } from './pipeline-change-fixture';

describe('datasets that come, go and change their name or kind', () => {
  test('a table that goes takes its rows with it', () => {
    const found = findings((project) => {
      project.datasets.splice(project.datasets.indexOf(datasetOf(project, 'silver_users')), 1);
    });
    expect(told(found)).toEqual(['dataset-removed: silver_users']);
    expect(found[0]?.todo?.commands).toEqual([
      'CREATE TABLE main.music.silver_users_before_deployment AS SELECT * FROM main.music.silver_users;',
      'UNDROP TABLE main.music.silver_users;',
    ]);
  });

  test('a quarantine that goes is told once', () => {
    const found = findings((project) => {
      delete datasetOf(project, 'bronze_events').quarantine;
      project.datasets.splice(project.datasets.indexOf(datasetOf(project, 'bronze_events_quarantine')), 1);
    });
    expect(told(found)).toEqual(['dataset-removed: bronze_events_quarantine']);
    expect(found[0]?.what).toContain('rows dropped by `bronze_events` so far are lost');
  });

  test('a view that goes holds no data, but queries of a published one fail', () => {
    const without = (name: string) => (project: FixtureProject) => {
      project.datasets.splice(project.datasets.indexOf(datasetOf(project, name)), 1);
    };
    expect(told(findings(without('busy_users')))).toEqual(['readers-break: busy_users']);
    const found = findings(
      all(
        without('silver_users_changes'),
        of('silver_users', (dataset) => {
          dataset.inputs = [{ dataset: 'silver_events', parameter: 'silver_events', read: 'stream' }];
        }),
      ),
    );
    expect(told(found)).toContain('safe-change: silver_users_changes');
  });

  test('a streaming table with another name starts empty', () => {
    const found = findings(
      (project) => {
        datasetOf(project, 'raw_events').name = 'raw_messages';
        for (const name of ['bronze_events', 'bronze_events_quarantine']) {
          datasetOf(project, name).inputs = [{ dataset: 'raw_messages', parameter: 'raw', read: 'stream' }];
        }
      },
      { after: 48 },
    );
    expect(told(found)).toEqual([
      `dataset-renamed: raw_messages bronze_events bronze_events_quarantine silver_events ${BEHIND_SILVER}`,
      `full-refresh-needed: bronze_events bronze_events_quarantine silver_events ${BEHIND_SILVER}`,
    ]);
    expect(found[0]?.otherwise).toContain('Kafka keeps messages for 2 days: older ones are lost.');
    expect(found[1]?.why).toBe('reads `raw_messages` instead of `raw_events`.');
  });

  test('a materialized view with another name is recomputed, from what its sources hold', () => {
    const found = findings((project) => {
      datasetOf(project, 'gold_daily').name = 'gold_users';
      datasetOf(project, 'busy_users').inputs = [
        { dataset: 'gold_users', parameter: 'gold_users', read: 'batch' },
      ];
    });
    expect(told(found)[0]).toBe('dataset-renamed: gold_users');
    expect(found[0]?.what).toContain('recomputed from all rows');
  });

  test('a streaming table does not become a materialized view', () => {
    const found = findings(
      of('silver_events', (dataset) => {
        dataset.kind = 'materialized_view';
        delete dataset.deduplicate;
        dataset.inputs = [{ dataset: 'bronze_events', parameter: 'events', read: 'batch' }];
      }),
    );
    expect(told(found)).toEqual([`kind-changed: silver_events ${BEHIND_SILVER}`]);
    expect(found[0]?.todo?.commands?.[1]).toBe('DROP TABLE main.music.silver_events;');
  });

  test('what is new is safe', () => {
    const found = findings((project) => {
      project.datasets.push({ ...datasetOf(project, 'gold_daily'), name: 'gold_monthly' });
    });
    expect(told(found)).toEqual(['dataset-added: gold_monthly']);
  });
});

describe('a dataset that moves to a different pipeline', () => {
  const moved = (name: string) =>
    findings((project) => {
      datasetOf(project, name).pipeline = 'marketing';
    });

  test('keeps its rows, once its table is handed over', () => {
    const [found, ...others] = moved('gold_daily');

    expect(others).toEqual([]);
    expect(found).toMatchObject({
      kind: 'dataset-moved',
      what: '`gold_daily` moves to pipeline marketing: the rows stay, but it must be handed over to it.',
      why: 'pipeline: sales → marketing.',
    });
    expect(found?.todo?.commands).toEqual([
      'databricks pipelines stop 0a1b',
      "ALTER MATERIALIZED VIEW main.music.gold_daily SET TBLPROPERTIES ('pipelines.pipelineId' = '<id of the pipeline marketing>');",
    ]);
  });

  test('is created again if it is a view', () => {
    expect(moved('busy_users')[0]?.todo?.commands).toEqual(['DROP VIEW main.music.busy_users;']);
    expect(told(moved('silver_users_changes'))).toEqual(['safe-change: silver_users_changes']);
  });
});
