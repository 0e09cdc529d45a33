import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findArtefacts, LOCAL_ENVIRONMENT } from '../artefacts/artefacts';
import { readManifest } from '../artefacts/manifest';
import { synthesize } from '../artefacts/synthesis';
import { readPlan } from '../review/plan/plan-file';
import { reviewOf } from '../review/review';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { formatSeconds, type Measurement } from './tables';
import { secondsOf } from './work';

/** The table that is duplicated in the plan. */
const TABLE = 'silver_artists';
const FUNCTION = 'artists';
const NOTEBOOK = 'ingestion/silver.py';

const [FEW, MANY] = [100, 1000];
const SEPARATOR = '\n# COMMAND ----------\n';

/** Measures the review of plans in which the function of every table has changed. */
export async function measureReview(root: string, progress: Progress): Promise<Measurement[]> {
  const activity = progress.begin(`reviews of ${FEW} and ${MANY} tables`);
  try {
    const output = path.join(root, 'review');
    await synthesize({ environments: LOCAL_ENVIRONMENT, output, log: path.join(root, 'review.log') });
    const artefacts = findArtefacts(output) as string;
    const few = planWith(FEW, artefacts);
    const many = planWith(MANY, artefacts);
    // Warm-up: excludes compilation by Node.
    await secondsOfReview(few, FEW);
    const [fewSeconds, manySeconds] = [await secondsOfReview(few, FEW), await secondsOfReview(many, MANY)];
    activity.done();
    return [
      { what: `review of a plan with ${FEW} changed tables`, value: formatSeconds(fewSeconds) },
      {
        what: `review of a plan with ${MANY.toLocaleString('en')} changed tables`,
        value: `${formatSeconds(manySeconds)} (${(manySeconds / fewSeconds).toFixed(1)} times as long)`,
        promise: '3 s',
      },
    ];
  } finally {
    activity.dismiss();
  }
}

async function secondsOfReview(plan: string, tables: number): Promise<number> {
  let found = 0;
  const seconds = await secondsOf(async () => {
    const { pipelines } = reviewOf(readPlan(plan, 'the plan'));
    found = pipelines.flatMap(({ datasets }) => datasets).length;
  });
  if (found !== tables) throw new UserError(`The review found ${found} changed tables instead of ${tables}.`);
  return seconds;
}

/** A plan with many copies of one table, each with a changed aggregate. */
function planWith(count: number, artefacts: string): string {
  const manifest = readManifest(artefacts);
  const table = manifest.datasets.find(({ name }) => name === TABLE);
  const cells = readFileSync(path.join(artefacts, NOTEBOOK), 'utf8').split(SEPARATOR);
  const own = cells.filter((cell) => cell.includes(TABLE) || cell.includes(`def ${FUNCTION}(`));
  const imports = cells.filter((cell) => /^\s*from pyspark/.test(cell));
  const times = Array.from({ length: count }, (_, index) => index);
  const datasets = times.map((index) => JSON.parse(numbered(JSON.stringify(table), index)));
  const notebook = (aggregate: string) =>
    [cells[0], ...imports, ...times.flatMap((index) => own.map((cell) => numbered(cell, index)))]
      .join(SEPARATOR)
      .replaceAll('F.max(', `F.${aggregate}(`);
  const lineage = JSON.stringify({
    ...manifest,
    datasets,
    checks: [],
    notebooks: manifest.notebooks.filter((notebook) => notebook.file === NOTEBOOK),
  });
  const pipeline = {
    catalog: 'main',
    schema: 'music',
    library: [{ notebook: [{ path: '/music/ingestion/silver' }] }],
  };
  return JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      resource('databricks_pipeline.pipeline', pipeline, pipeline),
      resource(
        'databricks_workspace_file.lineage',
        file('/music/lineage.json', lineage),
        file('/music/lineage.json', lineage),
      ),
      resource(
        'databricks_notebook.silver',
        file('/music/ingestion/silver', notebook('max')),
        file('/music/ingestion/silver', notebook('min')),
      ),
    ],
  });
}

function numbered(text: string, index: number): string {
  return text.replaceAll(new RegExp(`\\b(${TABLE}|${FUNCTION})\\b`, 'g'), `$1_${index}`);
}

function file(where: string, text: string): object {
  return { path: where, content_base64: Buffer.from(text).toString('base64') };
}

function resource(address: string, before: object, after: object): object {
  const actions = [before === after ? 'no-op' : 'update'];
  return {
    address,
    mode: 'managed',
    type: address.split('.', 1)[0],
    change: { actions, before, after, after_unknown: {} },
  };
}
