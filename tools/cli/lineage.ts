import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Option } from 'commander';
import { loadSqlParser } from '../../constructs/medallion/sources/sql';
import { type Manifest, readManifest } from '../artefacts/manifest';
import { ColumnLineage } from '../lineage/column-lineage';
import { drawingOfColumns, drawingOfDatasets } from '../lineage/drawing';
import { type Directions, LineageGraph } from '../lineage/lineage-graph';
import { NotebookExpressions } from '../lineage/notebook-expressions';
import { renderColumn } from '../lineage/render-column-text';
import { renderDot } from '../lineage/render-dot';
import { renderColumnsJson, renderDatasetsJson } from '../lineage/render-json';
import { renderMermaid } from '../lineage/render-mermaid';
import { renderDataset, renderPipeline } from '../lineage/render-text';
import { type Paint, paintFor } from '../terminal/style';
import type { CommandDefinition } from './command';
import { synthesizedFor } from './own-synthesis';

const FORMATS = ['text', 'mermaid', 'dot', 'json'] as const;

/** Options of `medallion lineage`. */
export interface LineageOptions {
  /** Dataset or topic. @default - all datasets */
  readonly dataset?: string;
  /** Column of the dataset. @default - the dataset as a whole */
  readonly column?: string;
  readonly directions: Directions;
  readonly format: (typeof FORMATS)[number];
}

const NOTES = `
Dataset lineage comes from the constructs. Column lineage is read from the Python functions and the SQL, without running them: where a column cannot be traced, the answer gives the reason and never guesses. Each source is either the same value or one that the column is computed from. The answer also lists datasets that filter, join, group or order by the column, and rules that use it.

--format json writes one object: root, nodes (of datasets: id, name, kind, layer, comment; of columns: id, kind, dataset, name, type, layer) and edges (from, to and, of datasets, read: stream or batch; of columns, how). Fields that do not apply are null.

Exit status: 0 if the question was answered, 1 if not.

Examples:
  npx medallion lineage gold_daily_user_metrics
  npx medallion lineage gold_daily_user_metrics --up --column listening_seconds
  npx medallion lineage raw_page_view_events --down --column city
  npx medallion lineage --format mermaid > lineage.mmd
  npx medallion lineage silver_listens --format dot | dot -Tsvg > lineage.svg`;

export const lineage: CommandDefinition<LineageOptions> = {
  name: 'lineage',

  define: (command) =>
    command
      .description(
        'Shows what a dataset is computed from, up to the topics, and what reads it, down to the views.\nOnly the answer is written to standard output.',
      )
      .argument('[dataset]', 'dataset or topic (default: all datasets)')
      .option('--up', 'only what it is computed from')
      .option('--down', 'only what reads it')
      .option('--column <name>', 'a column of the dataset: where it comes from, and what uses it')
      .addOption(new Option('--format <format>', 'format of the answer').choices(FORMATS).default('text'))
      .addHelpText('after', NOTES),

  read({ operands: [dataset], values }, problems) {
    const { up, down, column, format } = values as {
      readonly up?: true;
      readonly down?: true;
      readonly column?: string;
      readonly format: LineageOptions['format'];
    };
    if (dataset === undefined) {
      const needing = [up && '--up', down && '--down', column !== undefined && '--column'].filter(Boolean);
      problems.push(...needing.map((option) => `${option} requires a dataset: add its name.`));
    }
    const isBoth = up === down;
    return {
      ...(dataset === undefined ? {} : { dataset }),
      ...(column === undefined ? {} : { column }),
      directions: { up: isBoth || up === true, down: isBoth || down === true },
      format,
    };
  },

  async run(options, running) {
    const { output, variables, projectRoot, progress, interruptible } = running;
    const { artefacts } = await interruptible(synthesizedFor('lineage', running));
    await loadSqlParser();
    const sources = { directory: artefacts.directory, projectRoot };
    const answer = answerTo(options, sources, paintFor(output, variables));
    progress.close();
    output.write(`${answer}\n`);
    return 0;
  },
};

/** Location of a pipeline's files. */
export interface LineageSources {
  /** Directory of the synthesized notebooks and `lineage.json`. */
  readonly directory: string;
  /** Root of the paths of published views' queries in the manifest. */
  readonly projectRoot: string;
}

/**
 * Renders the requested lineage of a synthesized pipeline; the SQL parser must be loaded.
 *
 * @throws UserError if the dataset or column does not exist
 */
export function answerTo(options: LineageOptions, sources: LineageSources, paint: Paint): string {
  const manifest = readManifest(sources.directory);
  const graph = LineageGraph.of(manifest);
  const { dataset, column, directions, format } = options;
  if (dataset === undefined) {
    if (format === 'text') return renderPipeline(graph, paint);
    return format === 'json' ? renderDatasetsJson(graph) : drawn(drawingOfDatasets(graph), format);
  }
  const root = graph.find(dataset);
  if (column !== undefined) return columnAnswer(root.id, column, options, manifest, sources, paint);
  const around = graph.around(root.id, directions);
  if (format === 'text') return renderDataset(around, root, directions, paint);
  if (format === 'json') return renderDatasetsJson(around, root.id);
  return drawn(drawingOfDatasets(around, root.id), format);
}

function columnAnswer(
  dataset: string,
  column: string,
  { directions, format }: LineageOptions,
  manifest: Manifest,
  { directory, projectRoot }: LineageSources,
  paint: Paint,
): string {
  const lineage = new ColumnLineage(manifest, {
    notebooks: new NotebookExpressions((file) => readFileSync(path.join(directory, file), 'utf8')),
    queryOf: (file) => readFileSync(path.join(projectRoot, file), 'utf8'),
  });
  const graph = lineage.around(dataset, column, directions);
  if (format === 'json') return renderColumnsJson(graph);
  if (format !== 'text') return drawn(drawingOfColumns(graph), format);
  const described = manifest.datasets.find(({ name }) => name === dataset);
  return described ? renderColumn(graph, described, directions, paint) : '';
}

function drawn(drawing: ReturnType<typeof drawingOfDatasets>, format: 'mermaid' | 'dot'): string {
  return format === 'mermaid' ? renderMermaid(drawing) : renderDot(drawing);
}
