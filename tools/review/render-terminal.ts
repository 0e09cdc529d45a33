import { type Paint, type Style, wrap as wrapText } from '../terminal/style';
import { acceptanceOf } from './accepted-findings';
import { UNSEEN } from './blind-spots';
import { describeDataset, type Fate, fateOf, linesOfDifferences } from './dataset-summary';
import { EXIT_STATUS } from './exit-status';
import { type Finding, severityOf, topicOf } from './finding';
import { TOPICS } from './finding-kinds';
import type { Review } from './review';
import { sourceDiff } from './source-diff';

const MARKS = {
  'data at risk': { mark: '✗', colour: 'red' },
  attention: { mark: '!', colour: 'yellow' },
  safe: { mark: '✓', colour: 'green' },
} as const;

const SIGNS: Readonly<Record<Fate, { readonly sign: string; readonly colour: Style }>> = {
  added: { sign: '+', colour: 'green' },
  removed: { sign: '-', colour: 'red' },
  renamed: { sign: '»', colour: 'yellow' },
  changed: { sign: '~', colour: 'yellow' },
};

/** Options for rendering a review on a terminal. */
export interface TerminalProps {
  /** Name of the reviewed environment or file, for the title. */
  readonly title: string;
  readonly paint: Paint;
  /** Line width in characters. */
  readonly width: number;
}

/** A review as text for a terminal. */
export function renderTerminal(review: Review, { title, paint, width }: TerminalProps): string {
  const { findings, accepted, pipelines, remarks, severity, source } = review;
  const wrap = (text: string, indent: string, first = indent) => wrapText(text, width, indent, first);
  const finding = (each: Finding) => renderFinding(each, paint, wrap);
  const open = (each: Finding) => [finding(each), ...accepting(each, paint)].join('\n');
  const sections = [
    [paint('bold', `Review of ${title}`), wrap(review.headline, '')].join('\n'),
    ...TOPICS.map((topic) => findings.filter((each) => topicOf(each) === topic))
      .filter((found) => found.length > 0)
      .map((found) => [heading(topicOf(found[0] as Finding), paint), ...found.map(open)].join('\n')),
    ...section('accepted', accepted.map(finding), paint),
    ...pipelines.flatMap(({ address, datasets }) =>
      section(
        pipelines.length === 1 ? 'datasets' : `datasets of ${address}`,
        datasets.map((change) => renderDataset(change, paint, wrap)),
        paint,
      ),
    ),
    ...section(
      'limits of this review',
      remarks.map((remark) => wrap(remark, '  ')),
      paint,
    ),
    ...(source === 'plan' && review.hasChanges
      ? section(
          'changes that no plan shows',
          UNSEEN.map(({ what, commands }) =>
            [wrap(what, '  '), ...commands.map((command) => paint('dim', `      ${command}`))].join('\n'),
          ),
          paint,
        )
      : []),
  ];
  const { mark, colour } = MARKS[severity];
  return [...sections, paint(colour, `${mark} ${severity} (exit status ${EXIT_STATUS[severity]})`), '']
    .join('\n\n')
    .trimEnd();
}

type Wrap = (text: string, indent: string, first?: string) => string;

function renderFinding(finding: Finding, paint: Paint, wrap: Wrap): string {
  const { what, why, otherwise, todo, documentation, furtherDatasets = [], behind = [] } = finding;
  const severity = severityOf(finding);
  const { mark, colour } = MARKS[severity];
  const detail = (label: string, text: string) => wrap(`${label}: ${text}`, '      ', '    ');
  return [
    paint(colour, wrap(`${mark} ${what}`, '    ', '  ')),
    detail('why', why),
    ...(furtherDatasets.length > 0 ? [detail('also', furtherDatasets.join(', '))] : []),
    ...(behind.length > 0 ? [detail('downstream', behind.join(', '))] : []),
    ...(otherwise ? [detail('if nothing is done', otherwise)] : []),
    ...(todo ? [detail('do', todo.sentence)] : []),
    ...(todo?.commands ?? []).map((command) => `      ${command.replaceAll('\n', '\n      ')}`),
    ...(documentation ? [paint('dim', `    see: ${documentation}`)] : []),
  ].join('\n');
}

/** The options that accept a finding; the general option if there would be too many. */
function accepting(finding: Finding, paint: Paint): string[] {
  if (severityOf(finding) === 'safe') return [];
  const options = acceptanceOf(finding);
  const shown = options.length <= 3 ? options.join(' ') : `--allow ${finding.kind}`;
  return [paint('dim', `    accept: ${shown}`)];
}

function renderDataset(
  change: Review['pipelines'][number]['datasets'][number],
  paint: Paint,
  wrap: Wrap,
): string {
  const { sign, colour } = SIGNS[fateOf(change)];
  const diff = change.source && sourceDiff(change.source);
  return [
    `  ${paint(colour, `${sign} ${change.name}`)} ${paint('dim', describeDataset(change))}`,
    ...linesOfDifferences(change).map((line) => wrap(line, '        ', '      ')),
    ...(diff && change.before && change.after ? coloured(diff, paint) : []),
  ].join('\n');
}

function coloured(diff: string, paint: Paint): string[] {
  return diff.split('\n').map((line) => {
    const colour = /^(---|\+\+\+|@@)/.test(line)
      ? 'dim'
      : line.startsWith('+')
        ? 'green'
        : line.startsWith('-')
          ? 'red'
          : undefined;
    return `      ${colour ? paint(colour, line) : line}`;
  });
}

function section(title: string, entries: readonly string[], paint: Paint): string[] {
  return entries.length === 0 ? [] : [[heading(title, paint), ...entries].join('\n')];
}

function heading(title: string, paint: Paint): string {
  return paint('bold', title.toUpperCase());
}
