import { KIND_NAMES } from '../artefacts/dataset-kind';
import type { ManifestDataset } from '../artefacts/manifest';
import { ACTIONS, conditionOf } from '../artefacts/rule-description';
import type { LineageGraph } from '../lineage/lineage-graph';
import { code, codes, linkTo, plain, table } from './markdown';

/** The section of one dataset in the dictionary. */
export function datasetEntry(dataset: ManifestDataset, graph: LineageGraph): string {
  const { name, comment, columns, expectations } = dataset;
  const rows = columns.map((column) => [
    code(column.name),
    code(column.type),
    plain(column.comment),
    column.personalData ? 'yes' : '',
  ]);
  const rules = expectations.map((rule) => [
    code(rule.name),
    code(conditionOf(rule.rule)),
    rule.toleratedFailureRate === undefined
      ? ACTIONS[rule.action]
      : `${ACTIONS[rule.action]}; up to ${percent(rule.toleratedFailureRate)} % of rows tolerated`,
  ]);
  return [
    `### ${name}`,
    plain(comment),
    table(['', ''], factsOf(dataset, graph)),
    table(['column', 'type', 'meaning', 'personal data'], rows),
    ...(rules.length > 0 ? [table(['rule', 'condition', 'a row that fails it'], rules)] : []),
  ].join('\n\n');
}

function factsOf(dataset: ManifestDataset, graph: LineageGraph): string[][] {
  const { name, pipeline, layer, kind, primaryKey, topic, inputs, quarantine, quarantineOf } = dataset;
  const readers = graph.below(name).map((reader) => linkTo(reader.id));
  const topics = graph
    .around(name, { up: true, down: false })
    .nodes.filter((node) => node.kind === 'topic')
    .map((node) => node.name);
  const facts: (readonly [fact: string, value: string | undefined])[] = [
    ['layer', `${layer}, computed by pipeline ${pipeline}`],
    ['kind', KIND_NAMES[kind]],
    ['key', primaryKey ? codes(primaryKey) : 'none declared'],
    ['topic', topic === undefined ? undefined : code(topic)],
    [
      'inputs',
      inputs.map((input) => `${linkTo(input.dataset)} (${READ[input.read]})`).join(', ') || undefined,
    ],
    [
      'origin',
      topic === undefined ? `${topics.length === 1 ? 'topic' : 'topics'} ${codes(topics)}` : undefined,
    ],
    ['read by', readers.join(', ') || 'no dataset'],
    ['quarantine', quarantine === undefined ? undefined : `${linkTo(quarantine)} keeps dropped rows`],
    ['quarantine of', quarantineOf === undefined ? undefined : linkTo(quarantineOf)],
    ...keptFacts(dataset),
  ];
  return facts.flatMap(([fact, value]) => (value === undefined ? [] : [[fact, value]]));
}

const READ = { stream: 'new rows', batch: 'all rows' } as const;

/** Facts on storage and computation of rows. */
function keptFacts({
  references,
  deduplicate,
  cdc,
  clusterBy,
  tableProperties,
  transform,
  query,
}: ManifestDataset): (readonly [string, string | undefined])[] {
  const file = transform?.file ?? query?.file;
  const tracked = cdc?.trackHistory ?? [];
  return [
    [
      'references',
      references?.map(({ column, dataset }) => `${linkTo(dataset)} by ${code(column)}`).join(', '),
    ],
    [
      'deduplicated',
      deduplicate &&
        `rows with the same ${codes(deduplicate.keys)} within ${deduplicate.within} by ${code(deduplicate.time)}`,
    ],
    [
      'change data capture',
      cdc && `of ${codes(cdc.keys)}, in the order of ${code(cdc.sequenceBy)}; SCD type ${cdc.scdType}`,
    ],
    ['new version', tracked.length > 0 ? `when one of these changes: ${codes(tracked)}` : undefined],
    [
      'deleted',
      cdc?.applyAsDeletes === undefined ? undefined : `by a change with ${code(cdc.applyAsDeletes)}`,
    ],
    ['clustered by', clusterBy && codes(clusterBy)],
    [
      'properties',
      tableProperties &&
        codes(Object.entries(tableProperties).map(([property, value]) => `${property} = ${value}`)),
    ],
    ['source', file === undefined ? undefined : `[${file}](../${file})`],
  ];
}

/** A share as a percentage, rounded to remove binary fraction errors. */
function percent(share: number): number {
  return Number((share * 100).toPrecision(6));
}
