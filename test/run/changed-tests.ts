import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EVERYTHING, type Selection } from './selection';

/** How far the change of one file reaches. */
interface Reach {
  /** `related`: tests that import the file, and those that start a command. @default - no TypeScript test */
  readonly typescript?: 'all' | 'related';
  /** Files and directories of Python tests; those that do not exist are left out. @default - none */
  readonly python?: readonly string[];
}

/** TypeScript tests that start the project's commands, so that no import leads to what they run. */
const COMMAND_TESTS = [
  'main',
  ...['local/kafka/broker', 'local/kafka/replay', 'cli/start', 'cli/new'].map((test) => `tools/${test}`),
].map((test) => `test/${test}.test.ts`);

/** Python tests that start `npm start` or synthesize the platform. */
const PLATFORM_TESTS = ['test/tools/local/main_job', 'test/notebooks'];

/** The first pattern that a path matches decides; a path that none matches reaches everything. */
const REACHES: readonly (readonly [RegExp, (...groups: string[]) => Reach])[] = [
  [/\.md$|^LICENSE$/, () => ({ typescript: 'all' })],
  [/^(?:\.github|\.ci)\//, () => ({ typescript: 'all' })],
  [/^test\/.*_test\.py$/, (test) => ({ python: [test] })],
  [/^test\/.*\.ts$/, () => ({ typescript: 'related' })],
  [/^tools\/scaffold\//, () => ({ typescript: 'related', python: ['test/notebooks/scaffolded'] })],
  [/^notebooks\//, () => ({ typescript: 'all', python: PLATFORM_TESTS })],
  [
    /^tools\/local\/runtime\/.*\.py$/,
    () => ({ typescript: 'related', python: ['test/tools', 'test/notebooks'] }),
  ],
  [
    /^tools\/(.*)\/[^/]*\.py$/,
    (_, room) => ({ typescript: 'related', python: [`test/tools/${room}`, ...PLATFORM_TESTS] }),
  ],
  [
    /^tools\/(.*)\/[^/]*\.(?:ts|sh)$/,
    (_, room) => ({ typescript: 'related', python: [`test/tools/${room}`, 'test/tools/local/main_job'] }),
  ],
];

/** The tests that a change of these files can affect, and why, a line for each reason. */
export function testsAffectedBy(
  changed: readonly string[],
  projectRoot: string,
): { readonly selection: Selection; readonly reasons: readonly string[] } {
  if (changed.length === 0) return { selection: { checks: false }, reasons: ['Nothing changed since main.'] };
  const reaches = changed.map((file) => [file, reachOf(file)] as const);
  const [unmapped] = reaches.find(([, reach]) => reach === undefined) ?? [];
  if (unmapped !== undefined) {
    return { selection: EVERYTHING, reasons: [`${unmapped} can affect everything.`] };
  }
  const exists = (file: string) => existsSync(join(projectRoot, file));
  const related = reaches.filter(([, reach]) => reach?.typescript === 'related').map(([file]) => file);
  const everyTypeScriptTest = reaches.some(([, reach]) => reach?.typescript === 'all');
  const python = [...new Set(reaches.flatMap(([, reach]) => reach?.python ?? []))].filter(exists).sort();
  return {
    selection: {
      checks: true,
      ...(everyTypeScriptTest ? { typescript: [] } : {}),
      ...(!everyTypeScriptTest && related.length > 0
        ? { typescript: ['--findRelatedTests', ...related.filter(exists), ...COMMAND_TESTS] }
        : {}),
      ...(python.length > 0 ? { python: withoutNested(python) } : {}),
    },
    reasons: reaches.map(([file, reach]) => {
      const typescript = {
        all: 'all TypeScript tests',
        related: 'TypeScript tests that import it',
        none: '',
      };
      const parts = [typescript[reach?.typescript ?? 'none'], ...(reach?.python ?? []).filter(exists)];
      return `${file}: ${parts.filter(Boolean).join(', ') || 'checks only'}`;
    }),
  };
}

function reachOf(file: string): Reach | undefined {
  for (const [pattern, reach] of REACHES) {
    const match = pattern.exec(file);
    if (match) return reach(...match);
  }
  return undefined;
}

function withoutNested(paths: readonly string[]): string[] {
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}/`)));
}

/** Files that differ from where the branch left `main`: committed, uncommitted and untracked, deleted ones too. */
export function changedFiles(projectRoot: string): string[] {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: projectRoot, encoding: 'utf8' }).split('\0').filter(Boolean);
  const base = git('merge-base', 'main', 'HEAD')[0]?.trim() ?? 'HEAD';
  const files = [
    ...git('diff', '--name-only', '-z', '--no-renames', base),
    ...git('ls-files', '--others', '--exclude-standard', '-z'),
  ];
  return [...new Set(files)].sort();
}
