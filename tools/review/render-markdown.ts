import { acceptanceOf } from './accepted-findings';
import { UNSEEN } from './blind-spots';
import { describeDataset, fateOf, linesOfDifferences } from './dataset-summary';
import type { DatasetChange } from './datasets/dataset-change';
import { type Finding, severityOf, topicOf } from './finding';
import { TOPICS } from './finding-kinds';
import type { Review } from './review';
import { capital } from './sentences';
import { sourceDiff } from './source-diff';

/** Pull request comments are limited to 65,536 characters; longer reviews are written without diffs. */
const LONGEST = 60_000;

const MARKS = { 'data at risk': '🛑', attention: '⚠️', safe: '✅' } as const;

/** A review as Markdown for a pull request comment. */
export function renderMarkdown(review: Review, title: string): string {
  const whole = rendered(review, title, true);
  return whole.length <= LONGEST ? whole : rendered(review, title, false);
}

function rendered(review: Review, title: string, withDiffs: boolean): string {
  const { findings, accepted, pipelines, remarks, severity, source } = review;
  const blocks = [
    `## ${MARKS[severity]} Review of ${title}`,
    `**${review.headline}**`,
    ...TOPICS.map((topic) => findings.filter((finding) => topicOf(finding) === topic))
      .filter((found) => found.length > 0)
      .flatMap((found) => {
        const topic = topicOf(found[0] as Finding);
        const lines = found.map(openFinding).join('\n');
        return topic === 'safe'
          ? [folded(`Safe (${found.length})`, lines)]
          : [`### ${capital(topic)}`, lines];
      }),
    ...(accepted.length > 0
      ? [folded(`Accepted (${accepted.length})`, accepted.map(findingOf).join('\n'))]
      : []),
    ...pipelines
      .filter(({ datasets }) => datasets.length > 0)
      .flatMap(({ address, datasets }) => [
        `### Datasets${pipelines.length > 1 ? ` of \`${address}\`` : ''}`,
        ...datasets.map((change) => datasetOf(change, withDiffs)),
      ]),
    ...(withDiffs ? [] : ['Code diffs are omitted because the comment would be too long.']),
    ...(remarks.length > 0
      ? ['### Limits of this review', remarks.map((remark) => `- ${remark}`).join('\n')]
      : []),
    ...(source === 'plan' && review.hasChanges
      ? [
          folded(
            'Changes that no plan shows',
            UNSEEN.map(({ what, commands }) =>
              [`- ${what}`, ...commands.map((each) => `  - ${code(each)}`)].join('\n'),
            ).join('\n'),
          ),
        ]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function findingOf(finding: Finding): string {
  const { what, why, otherwise, todo, documentation, furtherDatasets = [], behind = [] } = finding;
  const severity = severityOf(finding);
  return [
    `- ${MARKS[severity]} **${escaped(what)}**`,
    `  - Why: ${escaped(why)}`,
    ...listed('Also', furtherDatasets),
    ...listed('Downstream', behind),
    ...(otherwise ? [`  - If nothing is done: ${escaped(otherwise)}`] : []),
    ...(todo ? [`  - Do: ${escaped(todo.sentence)}`] : []),
    ...(todo?.commands ?? []).map((command) => indented(fenced(command, 'sh'), '    ')),
    ...(documentation ? [`  - See: ${documentation}`] : []),
  ].join('\n');
}

function listed(label: string, datasets: readonly string[]): string[] {
  return datasets.length > 0 ? [`  - ${label}: ${datasets.map(code).join(', ')}`] : [];
}

/** A finding with the options that accept it. */
function openFinding(finding: Finding): string {
  if (severityOf(finding) === 'safe') return findingOf(finding);
  const options = acceptanceOf(finding);
  const shown = options.length <= 3 ? options.join(' ') : `--allow ${finding.kind}`;
  return `${findingOf(finding)}\n  - Accept: ${code(shown)}`;
}

function datasetOf(change: DatasetChange, withDiffs: boolean): string {
  const diff =
    withDiffs && change.source && change.before && change.after ? sourceDiff(change.source) : undefined;
  const lines = linesOfDifferences(change).map((line) => `- ${escaped(line)}`);
  const title = `<code>${change.name}</code> ${fateOf(change)} · ${describeDataset(change)}`;
  return folded(
    title,
    [lines.join('\n'), ...(diff ? [fenced(diff, 'diff')] : [])].filter((part) => part !== '').join('\n\n'),
  );
}

function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}

/** Inline code. */
function code(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A code block with a fence longer than any fence in the code. */
function fenced(code: string, language: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function indented(text: string, indent: string): string {
  return text
    .split('\n')
    .map((line) => indent + line)
    .join('\n');
}

/** Text with HTML and emphasis characters escaped outside of code. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`') ? part : part.replaceAll(/[<>*_]/g, (character) => `\\${character}`),
    )
    .join('');
}
