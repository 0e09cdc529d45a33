import { existsSync, readFileSync } from 'node:fs';
import type { StateDirectory } from '../artefacts/state-directory';
import { writeFileAtomically } from '../process/atomic-file';
import type { CheckResult } from './data-quality-report';

/** Latest result of a check of the local tables. */
export interface RecordedCheck extends CheckResult {
  /** End time, ISO 8601, UTC. */
  readonly checked: string;
}

/**
 * Records the results of checks of the local tables.
 *
 * @param areAll whether every check ran; otherwise earlier results of other checks are kept
 */
export function recordChecks(state: StateDirectory, checks: readonly CheckResult[], areAll: boolean): void {
  const isNew = (known: CheckResult) =>
    checks.some(({ dataset, name }) => dataset === known.dataset && name === known.name);
  const kept = areAll ? [] : readRecordedChecks(state).filter((known) => !isNew(known));
  const checked = new Date().toISOString();
  const recorded: RecordedCheck[] = [...kept, ...checks.map((check) => ({ ...check, checked }))];
  writeFileAtomically(state.checks, `${JSON.stringify(recorded)}\n`);
}

/** Latest results of all checks; empty if no check has run. */
export function readRecordedChecks({ checks }: StateDirectory): RecordedCheck[] {
  return existsSync(checks) ? (JSON.parse(readFileSync(checks, 'utf8')) as RecordedCheck[]) : [];
}
