import { type Edit, findings, findingsOf, of, SILVER, told, withColumns } from './dataset-findings-fixture';
import { datasetOf, deployedFrom, fixtureProject } from './pipeline-change-fixture';

describe('settings', () => {
  const property = (name: string, value: string | undefined): Edit =>
    of('silver_events', (dataset) => {
      dataset.tableProperties = value === undefined ? {} : { [name]: value };
    });

  test.each<[string, Edit]>([
    [
      'a comment',
      of('silver_events', (dataset) => {
        dataset.comment = 'Events.';
      }),
    ],
    [
      'the comment of a column',
      withColumns('silver_events', (columns) => columns.map((one) => ({ ...one, comment: 'New' }))),
    ],
    ['the order of columns', withColumns('silver_events', (columns) => [...columns].reverse())],
    [
      'a clustering',
      of('silver_events', (dataset) => {
        dataset.clusterBy = ['user_id'];
      }),
    ],
    ['a property that changes no row', property('delta.enableRowTracking', 'true')],
    [
      'a column that is personal data now',
      withColumns('silver_events', (columns) => columns.map((one) => ({ ...one, personalData: true }))),
    ],
    [
      'another file of the same function',
      (project) => {
        project.code['notebooks/silver/moved.py'] = project.code[SILVER] ?? '';
        const dataset = datasetOf(project, 'silver_events');
        dataset.transform = {
          file: 'notebooks/silver/moved.py',
          function: 'unique_events',
          line: 1,
          sha256: '',
        };
      },
    ],
  ])('are safe: %s', (_what, edit) => {
    expect(told(findings(edit))).toEqual(['safe-change: silver_events']);
  });

  test('a property that nobody knows is not safe', () => {
    expect(told(findings(property('delta.isolationLevel', 'Serializable')))).toEqual([
      'unknown-change: silver_events',
    ]);
  });

  test('rows that are no longer tracked make materialized views dearer', () => {
    const tracked = fixtureProject();
    datasetOf(tracked, 'silver_events').tableProperties = { 'delta.enableRowTracking': 'true' };
    const change = { before: deployedFrom(tracked), after: deployedFrom(fixtureProject()) };
    expect(told(findingsOf(change))).toEqual(['cost-raised: silver_events']);
  });

  test('a column that is no longer personal data is told', () => {
    const found = findings(
      withColumns('bronze_events', (columns) => columns.map(({ personalData: _personal, ...one }) => one)),
    );
    expect(told(found)).toEqual(['personal-data-exposed: bronze_events']);
    expect(found[0]?.what).toContain('`user_id`');
  });

  test('who queries a table misses a column', () => {
    const found = findings(withColumns('gold_daily', (columns) => columns.slice(0, 1)));
    expect(told(found)).toEqual(['recomputed: gold_daily', 'readers-break: gold_daily']);
  });

  test('code of a notebook that is of no dataset is not known', () => {
    const found = findings((project) => {
      project.cells['silver.py'] =
        '@dp.append_flow(target="silver_events")\ndef more():\n    return spark.readStream.table("x")';
    });
    expect(found.map(({ kind }) => kind)).toEqual(['unknown-change']);
    expect(found[0]?.why).toContain('append_flow');
  });
});
