import type { ManifestDataset } from '../artefacts/artefacts';
import type { FlowEvent, UpdateReport } from '../local/runtime-process';

/** An update in the table: what its columns are called, and what it reported. */
export interface TableUpdate {
  readonly title: string;
  readonly report: UpdateReport;
}

const WIDTH = 100;
const COUNT_WIDTH = 8;
const SECONDS_WIDTH = 6;
const UPDATE_WIDTH = COUNT_WIDTH * 2 + SECONDS_WIDTH + 2;

/** Kinds that hold no rows: they are computed when something reads them. */
const VIEWS = ['temporary_view', 'published_view'];

const KINDS: Record<string, string> = {
  kafka_stream: 'Kafka stream',
  streaming_table: 'streaming table',
  materialized_view: 'materialized view',
  temporary_view: 'temporary view',
  published_view: 'published view',
  auto_cdc_table: 'AUTO CDC table',
};

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
  datasets: readonly ManifestDataset[],
  updates: readonly TableUpdate[],
): string {
  const names = new Map(datasets.map((dataset) => [dataset.name, displayName(dataset)]));
  const nameWidth = Math.max('dataset'.length, ...[...names.values()].map((name) => name.length));
  const kindWidth = Math.max(...datasets.map((dataset) => kindOf(dataset).length), 'kind'.length);
  const lines = header(updates, nameWidth, kindWidth);
  let layer = '';
  for (const dataset of datasets) {
    if (dataset.layer !== layer) lines.push(dataset.layer);
    layer = dataset.layer;
    const cells = updates.map(({ report }) => updateCells(dataset, report.flows.get(dataset.name)));
    const name = names.get(dataset.name) ?? '';
    lines.push(`${name.padEnd(nameWidth)}  ${kindOf(dataset).padEnd(kindWidth)}${cells.join('')}`.trimEnd());
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
function displayName({ name, quarantineOf }: ManifestDataset): string {
  if (quarantineOf === undefined) return `  ${name}`;
  return name.startsWith(quarantineOf) ? `    …${name.slice(quarantineOf.length)}` : `    ${name}`;
}

function kindOf({ kind }: ManifestDataset): string {
  return KINDS[kind] ?? kind;
}

function updateCells({ kind }: ManifestDataset, flow: FlowEvent | undefined): string {
  if (VIEWS.includes(kind)) return 'when read'.padStart(UPDATE_WIDTH);
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
  { name }: ManifestDataset,
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
