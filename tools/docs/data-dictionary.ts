import { KIND_NAMES } from '../artefacts/dataset-kind';
import { layersOf, type Manifest } from '../artefacts/manifest';
import { LineageGraph } from '../lineage/lineage-graph';
import { datasetEntry } from './dataset-entry';
import { code, linkTo, plain, table } from './markdown';
import { updateCost } from './update-cost';

/** Path of the dictionary from the project root. */
export const DICTIONARY_FILE = 'docs/data-dictionary.md';

const BEGINNING = `# Data dictionary

Every dataset of the pipeline: its rows, key, columns, rules, inputs and readers.
[The tables: what they promise, and what they cost](tables.md) has the background.

\`npx medallion docs\` generates this page from the constructs; manual edits are lost. To show one dataset or column in the
terminal, run \`npx medallion lineage <dataset>\`.`;

const CHECKS = `## Checks

Conditions between datasets that \`npx medallion check\` verifies.`;

/** Renders the manifest as a page. */
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
    const heads = ['dataset', 'kind', 'one row is', 'an update reads'];
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
    ...(checked.length > 0 ? [CHECKS, table(['check', 'condition', 'datasets'], checked)] : []),
  ];
  return `${page.join('\n\n')}\n`;
}
