/** One test of a suite, or the set-up of one of its files. */
export interface TimedTest {
  readonly name: string;
  readonly seconds: number;
}

/** A test that did not run. */
export interface SkippedTest {
  readonly name: string;
  /** @default - the name says why */
  readonly reason?: string;
}

/** The outcome of a step. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped?: readonly SkippedTest[];
  readonly tests?: readonly TimedTest[];
  /** Why it failed, where its output does not say so. */
  readonly remark?: string;
}

/** A check is one test: it passes or it fails. */
export function countCheck(exitCode: number): Counts {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Adds what is wrong with the run as a whole. */
export function countSuite(counts: Counts, exitCode: number): Counts {
  if (counts.passed + counts.failed + (counts.skipped?.length ?? 0) === 0) {
    return { ...counts, failed: 1, remark: 'no test ran' };
  }
  if (counts.failed === 0 && exitCode !== 0) {
    return { ...counts, failed: 1, remark: `every test passed, yet it ended with exit code ${exitCode}` };
  }
  return counts;
}

export function countCrash(exitCode: number): Counts {
  return { passed: 0, failed: 1, remark: `it ended with exit code ${exitCode} and left no report` };
}
