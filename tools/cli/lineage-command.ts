import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSqlParser } from '../../constructs/medallion/sources/sql';
import { type Manifest, readLineageManifest } from '../artefacts/lineage-manifest';
import { PROJECT_ROOT, StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { ColumnLineage } from '../lineage/column-lineage';
import { drawingOfColumns, drawingOfDatasets } from '../lineage/drawing';
import { LineageGraph } from '../lineage/lineage-graph';
import { NotebookExpressions } from '../lineage/notebook-expressions';
import { renderColumn } from '../lineage/render-column-text';
import { renderDot } from '../lineage/render-dot';
import { renderColumnsJson, renderDatasetsJson } from '../lineage/render-json';
import { renderMermaid } from '../lineage/render-mermaid';
import { type Paint, paintOn, renderDataset, renderPipeline } from '../lineage/render-text';
import type { Progress } from '../terminal/progress';
import { runCommand } from './command';
import { type LineageOptions, parseLineageOptions } from './lineage-options';

/** Where the command runs. */
export interface LineageSurroundings {
  readonly state: StateDirectory;
  /** Environment variables: NO_COLOR forbids colours (no-color.org). */
  readonly variables: NodeJS.ProcessEnv;
  /** Takes the answer and nothing else. */
  readonly output: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };
}

/** Runs `npm run lineage` and resolves with its exit code. */
export async function lineageCommand(
  commandLine: readonly string[],
  { state, variables, output }: LineageSurroundings,
): Promise<number> {
  return runCommand(async ({ progress, interruptible }) => {
    const options = parseLineageOptions(commandLine);
    if (typeof options === 'string') {
      output.write(`${options}\n`);
      return 0;
    }
    const directory = await interruptible(synthesized(state, progress));
    await loadSqlParser();
    const answer = answerTo(options, { directory, projectRoot: PROJECT_ROOT }, paintOn(output, variables));
    progress.close();
    output.write(`${answer}\n`);
    return 0;
  });
}

/** Where a pipeline is read from. */
export interface LineageSources {
  /** Holds the synthesized notebooks and `lineage.json`. */
  readonly directory: string;
  /** Holds the queries of published views, by their paths in the manifest. */
  readonly projectRoot: string;
}

/**
 * What a synthesized pipeline says to a question; the SQL parser must be loaded.
 *
 * @throws UserError if there is no such dataset or column
 */
export function answerTo(options: LineageOptions, sources: LineageSources, paint: Paint): string {
  const manifest = readLineageManifest(sources.directory);
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

/** The directory of the notebooks of the project as it is now. */
async function synthesized(state: StateDirectory, progress: Progress): Promise<string> {
  // Not where npm start synthesizes: it may be running.
  const own = new StateDirectory(path.join(state.root, 'lineage'));
  const activity = progress.begin('Synthesizing the pipeline');
  try {
    return (await synthesizeArtefacts(own)).directory;
  } finally {
    activity.dismiss();
  }
}
