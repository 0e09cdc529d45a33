import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { readToolchain } from '../../../tools/setup/toolchain';
import { temporaryDirectory } from '../support/temporary-directory';

const PROJECT = path.resolve(__dirname, '..', '..', '..');

/** What of the project is copied: sources, and how they are checked. */
const SOURCES = [
  ...['constructs', 'environments', 'tools', 'notebooks', 'test', 'docs', 'main.ts'],
  ...[
    '.github',
    'package.json',
    'tsconfig.json',
    'jest.config.json',
    'biome.json',
    'pyproject.toml',
    '.gitignore',
  ],
];

let project: string;
beforeAll(() => {
  project = path.join(temporaryDirectory(), 'project');
  for (const source of SOURCES) {
    cpSync(path.join(PROJECT, source), path.join(project, source), { recursive: true });
  }
  symlinkSync(path.join(PROJECT, 'node_modules'), path.join(project, 'node_modules'));
  mkdirSync(path.join(project, '.local'));
  symlinkSync(path.join(PROJECT, '.local', 'toolchain'), path.join(project, '.local', 'toolchain'));
});

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Runs a program of node_modules in the project. */
function node(program: string, ...args: string[]) {
  return run(process.execPath, path.join('node_modules', program), ...args);
}

function newTable(...commandLine: string[]) {
  return run(process.execPath, 'tools/cli/medallion.mjs', 'new', ...commandLine);
}

/** The text of every file of the project, by its path. */
function tree(): Record<string, string> {
  const sources = ['constructs', 'docs', 'notebooks', 'test'].flatMap((directory) =>
    readdirSync(path.join(project, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name))),
  );
  return Object.fromEntries(sources.map((file) => [file, readFileSync(path.join(project, file), 'utf8')]));
}

describe('medallion new', () => {
  it('adds a materialized view and a streaming table that pass every check at once', () => {
    const before = Object.keys(tree());
    const gold = newTable('gold', 'scaffolded_days', '--reads', 'bronze_page_view_events');
    const silver = newTable(
      ...['silver', 'scaffolded_listens', '--reads', 'bronze_listen_events', '--kind', 'streaming-table'],
    );

    expect(gold.stderr + silver.stderr).toBe('');
    const snapshots = /^ {2}changed {2}test\/snapshots\/.*\n/gm;
    expect(gold.stdout.replace(snapshots, '')).toBe(`gold_scaffolded_days, from bronze_page_view_events:
  written  notebooks/gold/scaffolded_days.py
  changed  constructs/music-streaming/gold.ts
  changed  constructs/music-streaming/music-streaming-pipeline.ts
  written  test/notebooks/gold/scaffolded_days_test.py
  changed  docs/tables.md
  changed  docs/data-dictionary.md

It works as it is. Make it yours:
  1. What its rows are: scaffolded_days in notebooks/gold/scaffolded_days.py, and how that is tested.
  2. What it promises: comments, columns, key and rules of gold_scaffolded_days, at the end of the layer's constructor.
  3. npm start
  4. npx medallion query "SELECT * FROM gold_scaffolded_days ORDER BY date LIMIT 10"
  5. npx jest -u test/constructs/music-streaming and npx medallion docs, and read what they change:
     it is what will be deployed.
  6. npm test
`);
    expect(gold.stdout.match(snapshots)).toEqual(
      expect.arrayContaining([
        '  changed  test/snapshots/notebooks/gold.py\n',
        '  changed  test/snapshots/notebooks/lineage.json\n',
      ]),
    );
    const files = Object.keys(tree()).filter((file) => !before.includes(file));
    expect(files).toEqual([
      'notebooks/gold/scaffolded_days.py',
      'notebooks/silver/scaffolded_listens.py',
      'test/notebooks/gold/scaffolded_days_test.py',
      'test/notebooks/silver/scaffolded_listens_test.py',
    ]);

    const passes = { status: 0 };
    const python = (...args: string[]) => run(readToolchain(PROJECT).python, '-m', ...args);
    // What imports no construct has the types that it had before.
    const checked = { extends: './tsconfig.json', include: ['main.ts', 'constructs', 'environments'] };
    writeFileSync(path.join(project, 'tsconfig.platform.json'), JSON.stringify(checked));
    expect(node('typescript/bin/tsc', '--project', 'tsconfig.platform.json')).toMatchObject({
      ...passes,
      stdout: '',
    });
    expect(node('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', 'constructs')).toMatchObject(passes);
    expect(python('ruff', 'check', '--no-cache', ...files)).toMatchObject(passes);
    expect(python('ruff', 'format', '--no-cache', '--check', ...files)).toMatchObject(passes);
    const tests = ['test/constructs/music-streaming', 'test/tools/dictionary/data-dictionary'];
    expect(node('jest/bin/jest.js', '--ci', ...tests)).toMatchObject(passes);
  });

  it('changes nothing if the project with the table does not synthesize', () => {
    const before = tree();
    // The generated notebook has a name of its own for the pipelines module.
    const { status, stdout, stderr } = newTable('gold', 'dp', '--reads', 'silver_page_views');

    expect(stderr).toContain("notebooks/gold/dp.py has 'dp', which the notebook of layer 'gold' has already");
    expect(stderr).toContain('here nothing was written.');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(tree()).toEqual(before);
  });

  it('says what is wrong with the project before there is anything to add', () => {
    const file = path.join(project, 'notebooks', 'gold', 'scaffolded_days.py');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'def something_else(): ...\n');
    const { status, stderr } = newTable('gold', 'more_days', '--reads', 'silver_page_views');
    writeFileSync(file, text);

    expect(stderr).toContain('The project cannot be added to before it synthesizes:\n');
    expect(stderr).toContain("notebooks/gold/scaffolded_days.py does not define 'scaffolded_days'");
    expect(status).toBe(1);
    expect(existsSync(path.join(project, 'notebooks', 'gold', 'more_days.py'))).toBe(false);
  });
});
