/** What happens to a row that fails a rule. */
export const ACTIONS = {
  warn: 'is kept and counted',
  drop: 'is dropped and counted',
  fail: 'fails the update',
} as const;

/** The condition as declared; the manifest wraps it so that it is never NULL. */
export function conditionOf(rule: string): string {
  return /^coalesce\(\(([\s\S]+)\), false\)$/.exec(rule)?.[1] ?? rule;
}
