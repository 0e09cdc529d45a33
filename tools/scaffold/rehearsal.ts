import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../terminal/user-error';

/** What the snapshots of the platform are made from. */
const SOURCES = [
  ...['constructs', 'environments', 'tools', 'notebooks', 'test', 'docs', 'main.ts'],
  ...['package.json', 'tsconfig.json', 'jest.config.json'],
];

const SNAPSHOTS = 'test/snapshots';

/** The snapshot of the lineage manifest, from the project's root. */
export const MANIFEST_SNAPSHOT = `${SNAPSHOTS}/notebooks/lineage.json`;

/** The tests that hold the snapshots; renewing them also shows that the platform synthesizes. */
const SNAPSHOT_TESTS = 'test/constructs/music-streaming';

/**
 * Renews the snapshots of the platform in a copy of the project with `changes`, so that the project itself is
 * touched only if that succeeds.
 *
 * @returns the snapshots that are new or differ, by their path from the root
 */
export function renewedSnapshots(
  projectRoot: string,
  changes: ReadonlyMap<string, string>,
): Map<string, string> {
  const copy = realpathSync(mkdtempSync(path.join(tmpdir(), 'music-streaming-new-')));
  try {
    for (const source of SOURCES) {
      cpSync(path.join(projectRoot, source), path.join(copy, source), { recursive: true });
    }
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(copy, 'node_modules'));
    for (const [file, text] of changes) {
      mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
      writeFileSync(path.join(copy, file), text);
    }
    renewSnapshots(copy);
    return differingFiles(copy, projectRoot, SNAPSHOTS);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function renewSnapshots(project: string): void {
  const jest = runNode(project, 'jest/bin/jest.js', '-u', '--colors=false', SNAPSHOT_TESTS);
  if (jest.status === 0) return;
  // What is wrong with a dataset is said best by synthesis itself.
  const synthesis = runNode(project, 'ts-node/dist/bin.js', 'main.ts');
  const why = synthesis.status === 0 ? jest : synthesis;
  throw new UserError(
    `${why.stderr.trim()}\n\nThat came of the table in a copy of the project; here nothing was written.`,
  );
}

function runNode(
  project: string,
  program: string,
  ...args: string[]
): { status: number | null; stderr: string } {
  const file = path.join(project, 'node_modules', program);
  const env = { ...process.env, CDKTF_OUTDIR: path.join(project, 'cdktf.out') };
  return spawnSync(process.execPath, [file, ...args], { cwd: project, encoding: 'utf8', env });
}

/** Files of a directory that `other` has not, or not with the same text. */
function differingFiles(root: string, other: string, directory: string): Map<string, string> {
  const files = readdirSync(path.join(root, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
  const texts = files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')] as const);
  return new Map(
    texts.filter(([file, text]) => {
      const there = path.join(other, file);
      return !existsSync(there) || readFileSync(there, 'utf8') !== text;
    }),
  );
}
