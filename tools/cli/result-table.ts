import { isStored, KIND_NAMES } from '../artefacts/dataset-kind';
import type { ManifestDataset } from '../artefacts/manifest';
import type { FlowEvent, UpdateReport } from '../local/runtime-process';
import { shorten, wrap } from '../terminal/style';
import { type Cell, tableLines } from '../terminal/table';

/** Properties of a dataset shown in the table. */
export type ShownDataset = Pick<ManifestDataset, 'name' | 'layer' | 'kind' | 'quarantineOf'>;

/** An update with the title of its columns and its report. */
export interface TableUpdate {
  readonly title: string;
  readonly report: UpdateReport;
}

const WIDTH = 100;
/** Columns of an update. */
const COLUMNS = ['rows in', 'rows out', 's'];
/** Non-breaking space. */
const TIED = '\u0000';
const LONGEST_TITLE = 22;

/** Shown instead of counts for a dataset that was not computed. */
const NOT_COMPUTED: Partial<Record<FlowEvent['status'], string>> = {
  RUNNING: 'interrupted',
  SKIPPED: 'unchanged',
  FAILED: 'failed',
  EXCLUDED: 'not run',
};

/**
 * Rows read and written by each update: one line per dataset, by layer, followed by the rules that dropped rows.
 * Fits a terminal of 100 columns if an update reads less than ten million rows per dataset.
 */
export function renderResultTable(
  datasets: readonly ShownDataset[],
  updates: readonly TableUpdate[],
): string {
  const [titles = '', header = '', totals = '', ...rows] = tableLines(
    [
      ['', '', ...updates.map(({ title }) => acrossUpdate(shorten(title, LONGEST_TITLE)))],
      ['dataset ', 'kind', ...updates.flatMap(() => COLUMNS)],
      ['seconds', '', ...updates.flatMap(({ report }) => ['', '', formatSeconds(report.finished.seconds)])],
      ...datasets.map((dataset) => [
        `${displayName(dataset)} `,
        KIND_NAMES[dataset.kind],
        ...updates.flatMap(({ report }) => updateCells(dataset, report.flows.get(dataset.name))),
      ]),
    ],
    ['left', 'left', ...updates.flatMap(() => COLUMNS.map(() => 'right' as const))],
    1,
  );
  const lines = rows.flatMap((row, index) => {
    const dataset = datasets[index] as ShownDataset;
    const isFirst = dataset.layer !== datasets[index - 1]?.layer;
    return [
      ...(isFirst ? [dataset.layer] : []),
      row,
      ...ruleLines('dropped', 'rejected', dataset, updates),
      ...ruleLines('warned', 'warned', dataset, updates),
    ];
  });
  return `${[titles, header, ...lines, '─'.repeat(header.length), totals].join('\n')}\n`;
}

/** A quarantine is listed below its dataset, without repeating the dataset's name. */
function displayName({ name, quarantineOf }: ShownDataset): string {
  if (quarantineOf === undefined) return `  ${name}`;
  return name.startsWith(quarantineOf) ? `    …${name.slice(quarantineOf.length)}` : `    ${name}`;
}

function updateCells(dataset: ShownDataset, flow: FlowEvent | undefined): Cell[] {
  if (!isStored(dataset)) return [acrossUpdate('when read')];
  if (flow === undefined) return [acrossUpdate('')];
  const instead = NOT_COMPUTED[flow.status];
  if (instead !== undefined) return [acrossUpdate(instead)];
  return [formatCount(flow.rowsIn), formatCount(flow.rowsOut), formatSeconds(flow.seconds)];
}

function acrossUpdate(content: string): Cell {
  return { content, colSpan: COLUMNS.length, hAlign: 'right' };
}

/** Counts by rule, with those of several updates joined by plus signs. */
function ruleLines(
  title: string,
  counts: 'rejected' | 'warned',
  { name }: ShownDataset,
  updates: readonly TableUpdate[],
): string[] {
  const byUpdate = updates.map(({ report }) => report.flows.get(name)?.[counts] ?? {});
  const rules = new Set(byUpdate.flatMap((rules) => Object.keys(rules)));
  const entries = [...rules]
    .filter((rule) => byUpdate.some((rules) => (rules[rule] ?? 0) > 0))
    .map((rule) => `${rule} ${byUpdate.map((rules) => formatCount(rules[rule] ?? 0)).join(' + ')}`);
  if (entries.length === 0) return [];
  const opening = `      ${title}: `;
  // Keep a rule and its counts on one line.
  const words = entries.map((entry) => entry.replaceAll(' ', TIED)).join(', ');
  const lines = wrap(words, WIDTH, ' '.repeat(opening.length), opening);
  return lines.replaceAll(TIED, ' ').split('\n');
}

function formatCount(count: number | undefined): string {
  return count === undefined ? '–' : count.toLocaleString('en-US');
}

function formatSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : seconds.toFixed(1);
}
