import { countText, shareText } from './number-format';
import type { DatasetReport, RunReport } from './run-report';

/** Problems of the last update, one sentence each; empty if there are none. */
export function attention({ datasets, updates, checks }: RunReport): string[] {
  const last = updates.at(-1);
  if (last === undefined) return [];
  return [
    ...datasets.flatMap((report) => [...flowProblems(report), ...brokenRules(report)]),
    ...checks
      .filter(({ status, checked }) => status === 'FAIL' && checked > last.began)
      .map(({ dataset, name, description }) => `${dataset} failed the check ${name}: ${description}.`),
  ];
}

function flowProblems({ dataset, flows }: DatasetReport): string[] {
  const flow = flows.at(-1);
  if (flow === undefined) return [];
  const reason = flow.message === undefined ? '' : `: ${flow.message}`;
  if (flow.status === 'failed') return [`${dataset.name} failed${reason}`];
  if (flow.status === 'skipped') return [`${dataset.name} was not computed${reason}`];
  if (flow.status === 'interrupted') return [`${dataset.name} was interrupted and is unchanged.`];
  return !flow.warns || flow.message === undefined ? [] : [`${dataset.name}: ${flow.message}`];
}

/** Rules whose failure rate exceeds what they tolerate; rules without a tolerated rate are skipped. */
function brokenRules({ dataset, flows }: DatasetReport): string[] {
  const counts = new Map(flows.at(-1)?.expectations.map((count) => [count.name, count] as const));
  return dataset.expectations.flatMap(({ name, toleratedFailureRate }) => {
    const count = counts.get(name);
    if (count === undefined || toleratedFailureRate === undefined) return [];
    const all = count.failed_records + count.passed_records;
    if (all === 0 || count.failed_records / all <= toleratedFailureRate) return [];
    return [
      `${dataset.name}: ${countText(count.failed_records)} of ${countText(all)} rows (${shareText(count.failed_records, all)}) failed the rule ${name}, which tolerates ${shareText(toleratedFailureRate, 1)}.`,
    ];
  });
}
