import { spaced } from '../../analysis/python/spark-calls';
import type { ManifestExpectation } from '../../artefacts/manifest';
import { conditionOf as declaredCondition } from '../../artefacts/rule-description';
import { type Degree, type Difference, differenceOf } from './dataset-difference';

type Rules = readonly ManifestExpectation[];

/** Actions, strictest last. */
const STRICTNESS = ['warn', 'drop', 'fail'] as const;

/** The differences between the rules of a dataset. */
export function ruleDifferences(before: Rules, after: Rules): Difference[] {
  const afterByName = new Map(after.map((rule) => [rule.name, rule]));
  const beforeNames = new Set(before.map(({ name }) => name));
  const added = new Set(after.filter(({ name }) => !beforeNames.has(name)));
  const differences: Difference[] = [];
  for (const rule of before) {
    const same = afterByName.get(rule.name);
    const renamed = same ? undefined : [...added].find((other) => meansTheSame(rule, other));
    const counterpart = same ?? renamed;
    if (renamed) added.delete(renamed);
    if (counterpart) differences.push(...differencesOfOne(rule, counterpart));
    else differences.push({ aspect: 'rule', item: rule.name, before: worded(rule), degree: 'weaker' });
  }
  return [
    ...differences,
    ...[...added].map(
      (rule): Difference => ({ aspect: 'rule', item: rule.name, after: worded(rule), degree: 'stronger' }),
    ),
  ];
}

/** The condition with normalized white space. */
export function conditionOf({ rule }: ManifestExpectation): string {
  return spaced(declaredCondition(rule));
}

function differencesOfOne(before: ManifestExpectation, after: ManifestExpectation): Difference[] {
  const stricter = STRICTNESS.indexOf(after.action) - STRICTNESS.indexOf(before.action);
  const [was, is] = [conditionOf(before), conditionOf(after)];
  const degree = conditionDegree(was, is);
  return [
    ...differenceOf('rule name', before.name, after.name, before.name),
    ...differenceOf('rule action', before.action, after.action, after.name).map((difference) => ({
      ...difference,
      degree: stricter > 0 ? ('stronger' as const) : ('weaker' as const),
    })),
    ...differenceOf('rule condition', was, is, after.name).map((difference) => ({
      ...difference,
      ...(degree ? { degree } : {}),
    })),
    ...toleranceDifference(before, after),
  ];
}

/** Compares tolerances. Without one, the job's default applies, which is not in the manifest. */
function toleranceDifference(before: ManifestExpectation, after: ManifestExpectation): Difference[] {
  // A `fail` rule tolerates no failed row.
  if (after.action === 'fail') return [];
  const [was, is] = [before.toleratedFailureRate, after.toleratedFailureRate];
  const degree: Degree = (was ?? 0) < (is ?? 1) ? 'weaker' : 'stronger';
  return differenceOf('tolerance', was?.toString(), is?.toString(), after.name).map((difference) => ({
    ...difference,
    degree,
  }));
}

/** Whether a condition became stronger or weaker, judged by its parts joined by AND. */
function conditionDegree(before: string, after: string): Degree | undefined {
  const [was, is] = [conjuncts(before), conjuncts(after)];
  if (was.every((part) => is.includes(part))) return 'stronger';
  return is.every((part) => was.includes(part)) ? 'weaker' : undefined;
}

/** The parts of `a AND b`; the whole condition if it cannot be split at AND. */
function conjuncts(condition: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const token of condition.match(/'(?:[^'\\]|\\.)*'|`[^`]*`|\w+|\s+|[^\w\s]/g) ?? []) {
    if (depth === 0 && /^(or|between|case)$/i.test(token)) return [condition];
    if (token === '(' || token === '[') depth += 1;
    if (token === ')' || token === ']') depth -= 1;
    if (depth === 0 && /^and$/i.test(token)) parts.push('');
    else parts.push((parts.pop() ?? '') + token);
  }
  return parts.map((part) => part.trim());
}

function meansTheSame(rule: ManifestExpectation, other: ManifestExpectation): boolean {
  return rule.action === other.action && conditionOf(rule) === conditionOf(other);
}

function worded(rule: ManifestExpectation): string {
  return `${rule.action} unless ${conditionOf(rule)}`;
}
