import { isStored, KIND_NAMES } from '../artefacts/dataset-kind';
import type { ManifestDataset } from '../artefacts/manifest';
import type { FlowEvent, UpdateReport } from '../local/runtime-process';

/** What the table shows of a dataset. */
export type ShownDataset = Pick<ManifestDataset, 'name' | 'layer' | 'kind' | 'quarantineOf'>;

/** An update in the table: what its columns are called, and what it reported. */
export interface TableUpdate {
  readonly title: string;
  readonly report: UpdateReport;
}

const WIDTH = 100;
const COUNT_WIDTH = 8;
const SECONDS_WIDTH = 6;
const UPDATE_WIDTH = COUNT_WIDTH * 2 + SECONDS_WIDTH + 2;

/** In place of counts, for a dataset that was not computed. */
const NOT_COMPUTED: Partial<Record<FlowEvent['status'], string>> = {
  RUNNING: 'interrupted',
  SKIPPED: 'unchanged',
  FAILED: 'failed',
  EXCLUDED: 'not run',
};

/**
 * What each update read and wrote: one row per dataset, by layer, with the rules that turned rows away below.
 * It fits a terminal of 100 columns as long as an update reads less than ten million rows a dataset.
 */
export function renderResultTable(
  datasets: readonly ShownDataset[],
  updates: readonly TableUpdate[],
): string {
  const names = new Map(datasets.map((dataset) => [dataset.name, displayName(dataset)]));
  const nameWidth = Math.max('dataset'.length, ...[...names.values()].map((name) => name.length));
  const kindWidth = Math.max(...datasets.map(({ kind }) => KIND_NAMES[kind].length), 'kind'.length);
  const lines = header(updates, nameWidth, kindWidth);
  let layer = '';
  for (const dataset of datasets) {
    if (dataset.layer !== layer) lines.push(dataset.layer);
    layer = dataset.layer;
    const cells = updates.map(({ report }) => updateCells(dataset, report.flows.get(dataset.name)));
    const name = names.get(dataset.name) ?? '';
    lines.push(
      `${name.padEnd(nameWidth)}  ${KIND_NAMES[dataset.kind].padEnd(kindWidth)}${cells.join('')}`.trimEnd(),
    );
    lines.push(...ruleLines('dropped', 'rejected', dataset, updates));
    lines.push(...ruleLines('warned', 'warned', dataset, updates));
  }
  const totals = updates.map(({ report }) => formatSeconds(report.finished.seconds).padStart(UPDATE_WIDTH));
  lines.push('─'.repeat(nameWidth + 2 + kindWidth + UPDATE_WIDTH * updates.length));
  lines.push(`${'seconds'.padEnd(nameWidth)}  ${''.padEnd(kindWidth)}${totals.join('')}`);
  return `${lines.join('\n')}\n`;
}

function header(updates: readonly TableUpdate[], nameWidth: number, kindWidth: number): string[] {
  const blank = ' '.repeat(nameWidth + 2 + kindWidth);
  const titles = updates
    .map(({ title }) => shortened(title, UPDATE_WIDTH - 2).padStart(UPDATE_WIDTH))
    .join('');
  const columns = `${'rows in'.padStart(COUNT_WIDTH + 1)}${'rows out'.padStart(COUNT_WIDTH + 1)}${'s'.padStart(SECONDS_WIDTH)}`;
  const names = `${'dataset'.padEnd(nameWidth)}  ${'kind'.padEnd(kindWidth)}`;
  return [`${blank}${titles}`, `${names}${columns.repeat(updates.length)}`];
}

/** A quarantine stands below its dataset, whose name it repeats. */
function displayName({ name, quarantineOf }: ShownDataset): string {
  if (quarantineOf === undefined) return `  ${name}`;
  return name.startsWith(quarantineOf) ? `    …${name.slice(quarantineOf.length)}` : `    ${name}`;
}

function updateCells(dataset: ShownDataset, flow: FlowEvent | undefined): string {
  if (!isStored(dataset)) return 'when read'.padStart(UPDATE_WIDTH);
  const instead = flow === undefined ? '' : NOT_COMPUTED[flow.status];
  if (flow === undefined || instead !== undefined) return (instead ?? '').padStart(UPDATE_WIDTH);
  return (
    ` ${formatCount(flow.rowsIn).padStart(COUNT_WIDTH)}` +
    ` ${formatCount(flow.rowsOut).padStart(COUNT_WIDTH)}` +
    formatSeconds(flow.seconds).padStart(SECONDS_WIDTH)
  );
}

/** Counts by rule, those of several updates joined by a plus sign. */
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
  return wrap(`      ${title}: `, entries);
}

function wrap(opening: string, entries: readonly string[]): string[] {
  if (entries.length === 0) return [];
  const lines = [opening];
  for (const [index, entry] of entries.entries()) {
    const text = index === entries.length - 1 ? entry : `${entry}, `;
    const line = lines[lines.length - 1] as string;
    if (line.trim() !== '' && line !== opening && line.length + text.trimEnd().length > WIDTH) {
      lines.push(' '.repeat(opening.length) + text);
    } else {
      lines[lines.length - 1] = line + text;
    }
  }
  return lines.map((line) => line.trimEnd());
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

function formatCount(count: number | undefined): string {
  return count === undefined ? '–' : count.toLocaleString('en-US');
}

function formatSeconds(seconds: number | undefined): string {
  return seconds === undefined ? '–' : seconds.toFixed(1);
}
