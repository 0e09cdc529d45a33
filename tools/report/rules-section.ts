import { ACTIONS } from '../artefacts/rule-description';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, shareText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';
import type { ExpectationCount } from './tables-content';
import type { UpdateRecord } from './update-history';

/** Updates that a table has room for. */
const UPDATES_SHOWN = 8;

interface RuleOverUpdates {
  readonly dataset: string;
  readonly name: string;
  readonly action: keyof typeof ACTIONS;
  readonly tolerated?: number;
  /** Nothing where the update did not check it. */
  readonly counts: readonly (ExpectationCount | undefined)[];
}

/** How many rows failed each rule, update by update; the shade of a cell is the share of rows that failed. */
export function rulesSection({ datasets, updates }: RunReport): Markup {
  const shown = updates.slice(-UPDATES_SHOWN);
  const rules = datasets.flatMap(rulesOf);
  const failing = rules.filter((rule) => failedIn(rule.counts) > 0);
  return html`<section id="rules" aria-labelledby="rules-heading">
<h2 id="rules-heading">Rules over updates</h2>
<p class="lead">${countText(rules.length)} rules. ${countText(rules.length - failing.length)} of them were met by every row${
    updates.length > shown.length
      ? html`; the table shows the last ${shown.length} of ${updates.length} updates`
      : undefined
  }.</p>
${failing.length === 0 ? undefined : table(failing, shown, updates.length - shown.length)}
</section>`;
}

function table(rules: readonly RuleOverUpdates[], updates: readonly UpdateRecord[], skipped: number): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Rows that failed, by rule and update"><table class="heat">
<thead><tr><th scope="col">Rule</th><th scope="col">Dataset</th><th scope="col">A row that breaks it</th>
${updates.map((update) => html`<th scope="col" class="number">Update ${update.number}</th>`)}<th scope="col" class="number">Share</th></tr></thead>
<tbody>${rules.map(
    (
      rule,
    ) => html`<tr><th scope="row">${rule.name}</th><td>${datasetLink(rule.dataset)}</td><td>${ACTIONS[rule.action]}</td>
${rule.counts.slice(skipped).map((count) => cell(count, rule.tolerated))}<td class="number">${shareText(failedIn(rule.counts), checkedIn(rule.counts))}</td></tr>`,
  )}</tbody></table></div>`;
}

function cell(count: ExpectationCount | undefined, tolerated: number | undefined): Markup {
  if (count === undefined) return html`<td class="number muted">–</td>`;
  const all = count.failed_records + count.passed_records;
  const share = all === 0 ? 0 : count.failed_records / all;
  const tooMany = tolerated !== undefined && share > tolerated;
  return html`<td class="number shade-${shadeOf(share)}" title="${countText(count.failed_records)} of ${countText(all)} rows">${countText(count.failed_records)}${
    tooMany ? html` <span class="badge bad">over ${shareText(tolerated, 1)}</span>` : undefined
  }</td>`;
}

/** From 0, no row, to 4, more than a tenth; by orders of magnitude, since most shares are small. */
function shadeOf(share: number): number {
  if (share === 0) return 0;
  if (share < 0.001) return 1;
  if (share < 0.01) return 2;
  return share < 0.1 ? 3 : 4;
}

function rulesOf({ dataset, flows }: DatasetReport): RuleOverUpdates[] {
  return dataset.expectations.map(({ name, action, toleratedFailureRate }) => ({
    dataset: dataset.name,
    name,
    action,
    tolerated: toleratedFailureRate,
    counts: flows.map((flow) => flow?.expectations.find((count) => count.name === name)),
  }));
}

function failedIn(counts: RuleOverUpdates['counts']): number {
  return counts.reduce((sum, count) => sum + (count?.failed_records ?? 0), 0);
}

function checkedIn(counts: RuleOverUpdates['counts']): number {
  return counts.reduce((sum, count) => sum + (count?.failed_records ?? 0) + (count?.passed_records ?? 0), 0);
}
