import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const PROJECT = path.resolve(__dirname, '..');

/** The rooms of the project, and which others each may import from. `docs/architecture.md` says why. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'constructs/medallion': [],
  'constructs/workspace': ['constructs/medallion'],
  'constructs/music-streaming': ['constructs/medallion', 'constructs/workspace'],
  environments: ['constructs/music-streaming', 'constructs/workspace'],
  'main.ts': ['constructs/medallion', 'constructs/music-streaming'],
  'tools/terminal': [],
  'tools/process': ['tools/terminal'],
  'tools/setup': [],
  'tools/artefacts': ['tools/process', 'tools/terminal'],
  'tools/analysis': ['tools/artefacts', 'tools/terminal'],
  'tools/lineage': ['tools/analysis', 'tools/artefacts', 'tools/terminal'],
  'tools/docs': [
    ...['tools/analysis', 'tools/artefacts', 'tools/lineage', 'tools/local', 'tools/review'],
    'tools/terminal',
  ],
  'tools/review': ['tools/analysis', 'tools/artefacts', 'tools/terminal'],
  'tools/deploy': ['tools/artefacts', 'tools/process', 'tools/review', 'tools/terminal'],
  'tools/local': ['tools/analysis', 'tools/artefacts', 'tools/process', 'tools/setup', 'tools/terminal'],
  'tools/checks': ['tools/artefacts', 'tools/local', 'tools/process', 'tools/setup', 'tools/terminal'],
  'tools/report': [
    ...['tools/artefacts', 'tools/checks', 'tools/lineage', 'tools/local', 'tools/process', 'tools/setup'],
    'tools/terminal',
  ],
  // It edits what an author writes, so it knows the constructs.
  'tools/scaffold': [
    ...['constructs/medallion', 'constructs/music-streaming'],
    ...['tools/artefacts', 'tools/docs', 'tools/terminal'],
  ],
};

/** The contract between what writes the lineage manifest and the one module of the tools that reads it. */
const CONTRACT = {
  schema: 'constructs/medallion/rendering/lineage-schema.ts',
  reader: 'tools/artefacts/manifest.ts',
};

/** The command line and the benchmarks may use every tool; nothing may use them. */
const USE_EVERY_TOOL = ['tools/cli', 'tools/bench', '.github'];

/** What an author of a platform writes: it imports nothing of the library but its public index. */
const AUTHORS = ['constructs/music-streaming', 'environments', 'main.ts'];
const PUBLIC = ['constructs/medallion/index.ts', 'constructs/workspace/index.ts'];

/** Parsers of what an author writes, which tools read as the constructs do, and the one catalogue of rates. */
const READ_BY_TOOLS = [
  'constructs/workspace/compute-catalogue.ts',
  'constructs/medallion/sources/python-module.ts',
  'constructs/medallion/sources/sql.ts',
];

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: PROJECT,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => /\.(?:ts|mjs|py)$/.test(file) && !/^(?:test|notebooks)\//.test(file))
  .filter((file) => existsSync(path.join(PROJECT, file)));
const known = new Set(files);

/** The files of the project that a file imports. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(PROJECT, file), 'utf8');
  const candidates = file.endsWith('.py')
    ? [...text.matchAll(/^\s*(?:from|import) (tools\.[\w.]+)(?: import (\w+))?/gm)].map(
        ([, module = '', name]) => {
          const place = module.replaceAll('.', '/');
          return [`${place}.py`, `${place}/${name}.py`, `${place}/__init__.py`];
        },
      )
    : ts
        .preProcessFile(text)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => {
          const place = path.posix.join(path.posix.dirname(file), fileName);
          return [place, `${place}.ts`, `${place}/index.ts`];
        });
  return candidates.flatMap((places) => places.find((place) => known.has(place)) ?? []);
}

const imports = new Map(files.map((file) => [file, importsOf(file)]));

function roomOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'constructs' || first === 'tools' ? `${first}/${second}` : first;
}

function isAllowed(from: string, to: string): boolean {
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other) return true;
  if (AUTHORS.includes(room) && !AUTHORS.includes(other)) return PUBLIC.includes(to);
  if (room.startsWith('tools/') && READ_BY_TOOLS.includes(to)) return true;
  if (from === CONTRACT.reader && to === CONTRACT.schema) return true;
  if (USE_EVERY_TOOL.includes(room)) return other.startsWith('tools/');
  return MAY_IMPORT[room]?.includes(other) ?? false;
}

/** The files along each circle of imports, one circle for each file that closes one. */
function circles(): string[] {
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    const start = way.indexOf(file);
    if (start >= 0) found.push([...way.slice(start), file].join(' → '));
    if (start >= 0 || finished.has(file)) return;
    for (const imported of imports.get(file) ?? []) visit(imported, [...way, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('imports', () => {
  it('lead from room to room in one direction', () => {
    const against = [...imports].flatMap(([from, all]) =>
      all.filter((to) => !isAllowed(from, to)).map((to) => `${from} → ${to}`),
    );

    expect(against).toEqual([]);
  });

  it('make no circle', () => expect(circles()).toEqual([]));

  it('are found in TypeScript, in modules of Node and in Python', () => {
    expect(imports.get('main.ts')).toContain('constructs/medallion/index.ts');
    expect(imports.get('tools/setup/set-up.mjs')).toContain('tools/setup/prepare-toolchain.mjs');
    expect(imports.get('tools/local/runtime/update.py')).toContain('tools/local/runtime/errors.py');
  });
});
