import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { type Counts, countCrash, countSuite } from './counts';

interface JestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly duration?: number | null;
    }[];
  }[];
}

/** The tests in jest's JSON report. */
export function countJest(file: string, exitCode: number, projectRoot: string): Counts {
  if (!existsSync(file)) return countCrash(exitCode);
  const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
  const files = report.testResults.map((result) => ({ ...result, name: relative(projectRoot, result.name) }));
  const counts: Counts = {
    passed: report.numPassedTests,
    // A file that could not be loaded has no tests to count, yet it failed.
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: files.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'pending' || status === 'todo')
        .map(({ fullName }) => ({ name: `${name}: ${fullName}` })),
    ),
    tests: files.flatMap(({ name, startTime, endTime, assertionResults }) => {
      const tests = assertionResults.map(({ fullName, duration }) => ({
        name: `${name}: ${fullName}`,
        seconds: (duration ?? 0) / 1000,
      }));
      const inTests = tests.reduce((sum, { seconds }) => sum + seconds, 0);
      return [...tests, { name: `${name}: set-up`, seconds: (endTime - startTime) / 1000 - inTests }];
    }),
  };
  return countSuite(counts, exitCode);
}
