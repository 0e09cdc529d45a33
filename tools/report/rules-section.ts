import { ACTIONS } from '../artefacts/rule-description';
import { dataTable, numberCell, numberHeading } from './data-table';
import { datasetLink } from './dataset-name';
import { html, type Markup } from './markup';
import { countText, shareText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';
import type { ExpectationCount } from './tables-content';
import type { UpdateRecord } from './update-history';

/** The most updates that fit into the table. */
const UPDATES_SHOWN = 8;

interface RuleOverUpdates {
  readonly dataset: string;
  readonly name: string;
  readonly action: keyof typeof ACTIONS;
  readonly tolerated?: number;
  /** One entry per update; undefined if the update did not check the rule. */
  readonly counts: readonly (ExpectationCount | undefined)[];
}

/** Failed rows per rule and update, newest first; the shade of a cell shows the share of failed rows. */
export function rulesSection({ datasets, updates }: RunReport): Markup {
  const shown = updates.slice(-UPDATES_SHOWN).reverse();
  const rules = datasets.flatMap(rulesOf);
  const failing = rules.filter((rule) => failedIn(rule.counts) > 0);
  const passed = rules.filter((rule) => !failing.includes(rule));
  return html`<section id="rules" aria-labelledby="rules-heading">
<h2 id="rules-heading">Rules over updates</h2>
<p class="lead">Failed rows per rule and update, newest first${
    updates.length > shown.length
      ? html`; the last ${shown.length} of ${updates.length} updates are shown`
      : undefined
  }.</p>
${
  failing.length === 0
    ? html`<p class="calm">No row failed a rule.</p>`
    : table(failing, 'Rules with failed rows', shown, updates.length - shown.length)
}
${
  passed.length === 0
    ? undefined
    : html`<details class="passed"><summary>${countText(passed.length)} of ${countText(rules.length)} rules passed for every row</summary>
${table(passed, 'Rules without failed rows', shown, updates.length - shown.length)}</details>`
}
</section>`;
}

function table(
  rules: readonly RuleOverUpdates[],
  label: string,
  updates: readonly UpdateRecord[],
  skipped: number,
): Markup {
  return dataTable(
    label,
    [
      ...['Rule', 'Dataset', 'A row that fails it'],
      ...[...updates.map(({ number }) => `Update ${number}`), 'Rows checked', 'Share failed'].map(
        numberHeading,
      ),
    ],
    rules.map(({ name, dataset, action, counts, tolerated }) => {
      const [failed, checked] = [failedIn(counts), checkedIn(counts)];
      const share = checked === 0 ? undefined : failed / checked;
      return html`<tr><th scope="row">${name}</th><td>${datasetLink(dataset)}</td><td>${ACTIONS[action]}</td>
${counts
  .slice(skipped)
  .reverse()
  .map((count) =>
    cell(count, tolerated),
  )}${numberCell(checked, countText)}${numberCell(share, () => shareText(failed, checked))}</tr>`;
    }),
  );
}

function cell(count: ExpectationCount | undefined, tolerated: number | undefined): Markup {
  if (count === undefined) return html`<td class="number muted">–</td>`;
  const all = count.failed_records + count.passed_records;
  const share = all === 0 ? 0 : count.failed_records / all;
  const tooMany = tolerated !== undefined && share > tolerated;
  return html`<td class="number shade-${shadeOf(share)}" data-value="${count.failed_records}" title="${countText(count.failed_records)} of ${countText(all)} rows">${countText(count.failed_records)}${
    tooMany ? html` <span class="badge bad">over ${shareText(tolerated, 1)}</span>` : undefined
  }</td>`;
}

/** From 0 (no rows) to 4 (more than a tenth), by orders of magnitude because most shares are small. */
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
