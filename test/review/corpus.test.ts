import { availableParallelism } from 'node:os';
import { type Finding, severityOf } from '../../local/review/finding';
import { compareStacks } from '../../local/review/plan/compared-stacks';
import type { Deployment } from '../../local/review/plan/deployment';
import { readPlan } from '../../local/review/plan/plan-file';
import { readStack } from '../../local/review/plan/stack-directory';
import { reviewOf } from '../../local/review/review';
import { ChangedProjects, type Edit } from './changed-project';
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

const CASES = Object.values(CORPUS).flat();

/** Where what is not said of an environment is tried. */
const STANDARD = 'staging';

/** A project to synthesize: those with the same edits are one. */
interface Project {
  readonly edits: readonly Edit[];
  readonly environments: string;
}

const projects = new ChangedProjects(availableParallelism());
const wanted = new Map<string, Project>();
const deployments = new Map<CorpusCase, () => Deployment>();

beforeAll(async () => {
  const sides = CASES.map(
    (each) => [each, project(each.deployed ?? [], each), project(each.edits, each)] as const,
  );
  const stacks = await projects.each(
    [...wanted.values()],
    (each) => each,
    (output) => readStack(output),
  );
  const stackOf = (each: Project) => {
    const stack = stacks.get(each);
    if (!stack || stack instanceof Error) throw stack;
    return stack;
  };
  for (const [each, before, after] of sides) {
    deployments.set(each, () => compareStacks(stackOf(before), stackOf(after)));
  }
}, 1_800_000);

function project(edits: readonly Edit[], { environment = STANDARD }: CorpusCase): Project {
  const key = JSON.stringify([edits, environment]);
  const known = wanted.get(key) ?? { edits, environments: environment };
  wanted.set(key, known);
  return known;
}

afterAll(() => projects.remove());

/** `kind subject` of everything that is not safe. */
function told(findings: readonly Finding[]): string[] {
  return findings
    .filter((finding) => severityOf(finding) !== 'safe')
    .map(({ kind, dataset, address }) => [kind, address ?? dataset].filter(Boolean).join(' '))
    .sort();
}

/** Whether a reviewer is left alone with something that is not safe. */
function isUnexplained(finding: Finding): boolean {
  const { why, otherwise, todo, documentation } = finding;
  return severityOf(finding) !== 'safe' && !(why && otherwise && todo && documentation);
}

describe.each(Object.entries(CORPUS))('a change of %s', (_, cases) => {
  it.each(cases.map((each) => [each.change, each] as const))('%s', (_change, each) => {
    const deployment = (deployments.get(each) as () => Deployment)();
    const plan = readPlan(planDocument(deployment), 'plan.json');

    const { findings } = reviewOf(plan);
    expect(told(findings)).toEqual([...each.finds].sort());
    expect(findings.filter(isUnexplained)).toEqual([]);
    // Two stacks tell the same as a plan.
    expect(told(reviewOf(deployment).findings)).toEqual([...each.finds].sort());
  });
});
