import { existsSync, readFileSync } from 'node:fs';

/** What a step contributes to the closing line, and why it failed if that is not in its output. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: number;
  readonly remark?: string;
}

/** A check is one test: it passes or it fails. */
export function countCheck(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** The tests in jest's JSON report. */
export function countJest(report: string, exitCode: number): Counts {
  if (!existsSync(report)) return crashed(exitCode);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } =
    JSON.parse(readFileSync(report, 'utf8')) as Record<string, number>;
  return suiteCounts(
    numPassedTests ?? 0,
    // A file that could not be loaded has no tests to count, yet it failed.
    (numFailedTests ?? 0) + (numRuntimeErrorTestSuites ?? 0),
    (numPendingTests ?? 0) + (numTodoTests ?? 0),
    exitCode,
  );
}

/** The tests in pytest's JUnit report. */
export function countPytest(report: string, exitCode: number): Counts {
  if (!existsSync(report)) return crashed(exitCode);
  const suite = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8'))?.[0] ?? '';
  const attribute = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0);
  const failed = attribute('failures') + attribute('errors');
  const skipped = attribute('skipped');
  return suiteCounts(Math.max(0, attribute('tests') - failed - skipped), failed, skipped, exitCode);
}

function suiteCounts(passed: number, failed: number, skipped: number, exitCode: number): Counts {
  if (passed + failed === 0) return { passed, failed: 1, skipped, remark: 'no test ran' };
  if (failed === 0 && exitCode !== 0) {
    return {
      passed,
      failed: 1,
      skipped,
      remark: `every test passed, yet it ended with exit code ${exitCode}`,
    };
  }
  return { passed, failed, skipped };
}

function crashed(exitCode: number): Counts {
  return { passed: 0, failed: 1, remark: `it ended with exit code ${exitCode} and left no report` };
}
