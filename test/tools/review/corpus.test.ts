import { type Finding, severityOf } from '../../../tools/review/finding';
import { compareStacks } from '../../../tools/review/plan/compared-stacks';
import { readPlan } from '../../../tools/review/plan/plan-file';
import type { StackContent } from '../../../tools/review/plan/stack-directory';
import { reviewOf } from '../../../tools/review/review';
import { type Edit, type EnvironmentName, synthesizeChanged } from './changed-platform';
import { COLUMNS } from './corpus/columns';
import { COMBINED } from './corpus/combined';
import type { CorpusCase } from './corpus/corpus-case';
import { DATASETS } from './corpus/datasets';
import { ENVIRONMENTS } from './corpus/environments';
import { FUNCTIONS } from './corpus/functions';
import { RULES } from './corpus/rules';
import { planDocument } from './plan-document';

/** Every change, by what it is a change of. */
const CORPUS: Readonly<Record<string, readonly CorpusCase[]>> = {
  columns: COLUMNS,
  rules: RULES,
  functions: FUNCTIONS,
  datasets: DATASETS,
  environments: ENVIRONMENTS,
  'several things': COMBINED,
};

const deployed = new Map<string, Promise<StackContent>>();

/** What several changes start from is synthesized once. */
function stackBefore(edits: readonly Edit[], environment: EnvironmentName): Promise<StackContent> {
  const key = JSON.stringify([edits, environment]);
  const stack = deployed.get(key) ?? synthesizeChanged(edits, environment);
  deployed.set(key, stack);
  return stack;
}

/** `kind subject` of everything that is not safe. */
function found(findings: readonly Finding[]): string[] {
  return findings
    .filter((finding) => severityOf(finding) !== 'safe')
    .map(({ kind, dataset, address }) => [kind, address ?? dataset].filter(Boolean).join(' '))
    .sort();
}

/** Whether a finding that is not safe leaves the reviewer without an explanation. */
function isUnexplained(finding: Finding): boolean {
  const { why, otherwise, todo, documentation } = finding;
  return severityOf(finding) !== 'safe' && !(why && otherwise && todo && documentation);
}

describe.each(Object.entries(CORPUS))('a change of %s', (_, cases) => {
  it.each(cases.map((each) => [each.change, each] as const))('%s', async (_change, each) => {
    const environment = each.environment ?? 'staging';
    const before = await stackBefore(each.deployed ?? [], environment);
    const deployment = compareStacks(before, await synthesizeChanged(each.edits, environment));

    const { findings } = reviewOf(readPlan(planDocument(deployment), 'plan.json'));
    expect(found(findings)).toEqual([...each.finds].sort());
    expect(findings.filter(isUnexplained)).toEqual([]);
    // Two stacks give the same findings as a plan.
    expect(found(reviewOf(deployment).findings)).toEqual([...each.finds].sort());
  });
});
