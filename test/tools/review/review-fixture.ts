import type { Review } from '../../../tools/review/review';

/** A review with something of everything. */
export const REVIEW: Review = {
  source: 'plan',
  headline: '`silver_listens` needs a full refresh, nothing dropped.',
  severity: 'attention',
  hasChanges: true,
  pipelines: [
    {
      address: 'databricks_pipeline.pipeline',
      datasets: [
        {
          name: 'silver_listens',
          before: dataset('silver_listens', 'Listens.'),
          after: dataset('silver_listens', 'Songs that were played.'),
          differences: [
            { aspect: 'column type', item: 'seconds', before: 'DOUBLE', after: 'FLOAT', degree: 'narrower' },
          ],
          code: { kind: 'rows' },
          source: {
            file: 'notebooks/silver/listens.py',
            before: 'def listens(events):\n    return events',
            after: 'def listens(events):\n    return events.where("seconds < 0 ```")',
          },
        },
        {
          name: 'gold_new',
          after: dataset('gold_new', 'One row per day.'),
          differences: [],
          code: { kind: 'none' },
        },
        {
          name: 'gold_old',
          before: dataset('gold_old', 'One row per week.'),
          differences: [],
          code: { kind: 'none' },
        },
        {
          name: 'gold_b',
          before: dataset('gold_a', 'One row per month.'),
          after: dataset('gold_b', 'One row per month.'),
          renamedBy: 'both are computed by the same code',
          differences: [],
          code: { kind: 'none' },
        },
      ],
    },
  ],
  findings: [
    {
      kind: 'full-refresh-needed',
      dataset: 'silver_listens',
      behind: ['gold_songs'],
      what: '`silver_listens` needs a full refresh, and so does the table downstream.',
      why: 'column type seconds: DOUBLE → FLOAT (narrower).',
      otherwise: 'The next update fails.',
      todo: {
        sentence: 'After the deployment, fully refresh both in one update.',
        commands: [
          'databricks pipelines start-update "$PIPELINE_ID" --json \'{"full_refresh_selection":["silver_listens"]}\'',
        ],
      },
      documentation: 'https://docs.databricks.com/aws/en/ldp/full-refresh-st',
    },
    {
      kind: 'safe-change',
      dataset: 'gold_songs',
      what: '`gold_songs` has <another> comment.',
      why: 'comment: a_b → *c*.',
    },
  ],
  accepted: [
    {
      kind: 'rule-removed',
      dataset: 'silver_listens',
      what: 'Rule `positive` of `silver_listens` is removed.',
      why: 'It is not in the code any more.',
    },
  ],
  remarks: ['--allow recomputed accepts nothing here.'],
};

function dataset(name: string, comment: string) {
  return {
    name,
    pipeline: 'sales',
    layer: name.split('_')[0] ?? '',
    kind: name.startsWith('silver') ? ('streaming_table' as const) : ('materialized_view' as const),
    comment,
    notebook: '',
    columns: [],
    expectations: [],
    inputs: [],
  };
}
