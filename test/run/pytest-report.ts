import { existsSync, readFileSync } from 'node:fs';
import { type Counts, countCrash, countSuite } from './counts';

const TEST = /<testcase ([^>]*?)(?:\/>|>([\s\S]*?)<\/testcase>)/g;

/** The tests in pytest's JUnit report. */
export function countPytest(file: string, exitCode: number): Counts {
  if (!existsSync(file)) return countCrash(exitCode);
  const text = readFileSync(file, 'utf8');
  const suite = /<testsuite [^>]*>/.exec(text)?.[0] ?? '';
  const number = (name: string) => Number(attribute(suite, name) ?? 0);
  const tests = [...text.matchAll(TEST)].map(([, attributes = '', content = '']) => ({
    name: `${attribute(attributes, 'classname')?.replaceAll('.', '/')}.py: ${attribute(attributes, 'name')}`,
    seconds: Number(attribute(attributes, 'time') ?? 0),
    skipped: /<skipped [^>]*>/.exec(content)?.[0],
  }));
  const failed = number('failures') + number('errors');
  const counts: Counts = {
    passed: Math.max(0, number('tests') - failed - number('skipped')),
    failed,
    skipped: tests
      .filter(({ skipped }) => skipped !== undefined)
      .map(({ name, skipped = '' }) => ({ name, reason: attribute(skipped, 'message') })),
    tests,
  };
  return countSuite(counts, exitCode);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
};

function attribute(element: string, name: string): string | undefined {
  const value = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(element)?.[1];
  return value?.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
