import { KIND_NAMES } from '../artefacts/dataset-kind';
import { layersOf, type Manifest } from '../artefacts/manifest';
import { LineageGraph } from '../lineage/lineage-graph';
import { datasetEntry } from './dataset-entry';
import { code, linkTo, plain, table } from './markdown';
import { updateCost } from './update-cost';

/** The page that holds the dictionary, from the project's root. */
export const DICTIONARY_FILE = 'docs/data-dictionary.md';

const BEGINNING = `# Data dictionary

Every dataset of the pipeline: what a row is, its key, its columns, its rules, what it comes from and what reads it.
[The tables: what they promise, and what they cost](tables.md) says what no list of columns can.

\`npx medallion docs\` writes this page from the constructs; what is changed here by hand is lost. The same for one dataset or
column, on the terminal: \`npx medallion lineage <dataset>\`.`;

const CHECKS = `## Checks

What must hold between datasets. \`npx medallion check\` asks.`;

/** All that the manifest says, as a page. */
export function dataDictionary(manifest: Manifest): string {
  const { datasets, checks } = manifest;
  const graph = LineageGraph.of(manifest);
  const layers = layersOf(manifest);
  const ofLayer = (layer: string) => datasets.filter((dataset) => dataset.layer === layer);
  const contents = layers.map((layer) => {
    const rows = ofLayer(layer).map((dataset) => [
      linkTo(dataset.name),
      KIND_NAMES[dataset.kind],
      plain(dataset.comment),
      updateCost(dataset, datasets),
    ]);
    const heads = ['dataset', 'kind', 'a row is', 'an update reads'];
    return [`**[${layer}](#${layer})**`, table(heads, rows)].join('\n\n');
  });
  const sections = layers.flatMap((layer) => [
    `## ${layer}`,
    ...ofLayer(layer).map((dataset) => datasetEntry(dataset, graph)),
  ]);
  const checked = checks.map(({ name, comment, inputs }) => [
    code(name),
    plain(comment),
    inputs.map(linkTo).join(', '),
  ]);
  const page = [
    BEGINNING,
    ...contents,
    ...sections,
    ...(checked.length > 0 ? [CHECKS, table(['check', 'what holds', 'datasets'], checked)] : []),
  ];
  return `${page.join('\n\n')}\n`;
}
