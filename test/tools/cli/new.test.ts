import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readToolchain } from '../../../tools/setup/toolchain';
import { copyProject, scaffoldEverything } from '../scaffold/scaffolded-project';
import { temporaryDirectory } from '../support/temporary-directory';

const PROJECT = path.resolve(__dirname, '..', '..', '..');

let project: string;
beforeAll(() => {
  project = path.join(temporaryDirectory(), 'project');
  copyProject(project);
});

function run(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: 'utf8' });
  return { status, stdout, stderr };
}

/** Runs a program of node_modules in the project. */
function node(program: string, ...args: string[]) {
  return run(process.execPath, path.join('node_modules', program), ...args);
}

function medallionNew(...commandLine: string[]) {
  return run(process.execPath, 'tools/cli/medallion.mjs', 'new', ...commandLine);
}

/** The text of every file of the project, by its path. */
function tree(): Record<string, string> {
  const sources = ['constructs', 'docs', 'notebooks', 'test', 'tools'].flatMap((directory) =>
    readdirSync(path.join(project, directory), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(project, path.join(entry.parentPath, entry.name))),
  );
  return Object.fromEntries(sources.map((file) => [file, readFileSync(path.join(project, file), 'utf8')]));
}

describe('medallion new', () => {
  it('says what is wrong with the project before there is anything to add', () => {
    const [name = ''] = readdirSync(path.join(project, 'notebooks', 'gold')).filter((each) =>
      each.endsWith('.py'),
    );
    const file = path.join(project, 'notebooks', 'gold', name);
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, 'def something_else(): ...\n');
    const before = tree();
    const { status, stderr } = medallionNew('gold', 'more_days', '--reads', 'silver_page_views');

    expect(stderr).toContain('The project cannot be added to before it synthesizes:\n');
    expect(stderr).toContain(`notebooks/gold/${name} does not define a function '${path.parse(name).name}'`);
    expect(status).toBe(1);
    expect(tree()).toEqual(before);
    writeFileSync(file, text);
  });

  it('changes nothing if the project with the table does not synthesize, and shows what synthesis says', () => {
    const before = tree();
    // The generated notebook has a name of its own for the pipelines module.
    const { status, stdout, stderr } = medallionNew('gold', 'dp', '--reads', 'silver_page_views');

    expect(stderr).toContain(
      "notebooks/gold/dp.py defines 'dp', which the import of pyspark.pipelines already defines",
    );
    expect(stderr).toContain('1 problem, nothing was written.');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(tree()).toEqual(before);
  });

  it('adds tables of every kind to every layer, and a topic, with which every check passes once their readers are reviewed', () => {
    const scaffolded = scaffoldEverything(project);
    // The last one by the command, which writes what is synthesized of them all.
    const { stderr, stdout } = medallionNew(
      ...['silver', 'song_plays', '--reads', 'bronze_listen_events', '--kind', 'streaming-table'],
    );

    expect(stderr).toBe('');
    expect(stdout).toBe(`silver_song_plays, from bronze_listen_events:
  written  notebooks/silver/song_plays.py
  changed  constructs/music-streaming/silver-events.ts
  written  test/notebooks/silver/song_plays_test.py
  changed  docs/data-dictionary.md
  changed  test/snapshots/notebooks/analytics/gold.py
  changed  test/snapshots/notebooks/analytics/silver.py
  changed  test/snapshots/notebooks/ingestion/bronze.py
  changed  test/snapshots/notebooks/ingestion/raw.py
  changed  test/snapshots/notebooks/ingestion/silver.py
  changed  test/snapshots/notebooks/lineage.json
  changed  test/snapshots/tasks/quality_gate.py
  changed  test/snapshots/tasks/table_access.py
  changed  test/snapshots/stacks/prod.tf.json
  changed  test/snapshots/stacks/staging.tf.json

It works unchanged. To adapt it:
  1. Edit the rows: song_plays in notebooks/silver/song_plays.py, and its tests.
  2. Edit the declaration: comments, columns, key and rules of silver_song_plays, at the end of the layer's constructor.
  3. npm start
  4. npx medallion query "SELECT * FROM silver_song_plays ORDER BY event_timestamp LIMIT 10"
  5. npx jest -u test/constructs/music-streaming and npx medallion docs, and review the changes:
     they show what will be deployed.
  6. npm test
`);
    // The command formats what it writes; the others were not formatted yet.
    node('@biomejs/biome/bin/biome', 'check', '--write', 'constructs', 'tools/local', 'test/fixtures');
    const python = (...args: string[]) => run(readToolchain(PROJECT).python, '-m', ...args, ...scaffolded);
    const passes = { status: 0 };
    // What imports no construct has the types that it had before.
    const checked = {
      extends: './tsconfig.json',
      include: ['main.ts', 'constructs', 'tools/local/simulation'],
    };
    writeFileSync(path.join(project, 'tsconfig.platform.json'), JSON.stringify(checked));
    expect(node('typescript/bin/tsc', '--project', 'tsconfig.platform.json').stdout).toBe('');
    expect(node('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', 'constructs')).toMatchObject(passes);
    expect(python('ruff', 'check', '--no-cache')).toMatchObject(passes);
    expect(python('ruff', 'format', '--no-cache', '--check')).toMatchObject(passes);
    node('jest/bin/jest.js', '-u', 'test/constructs/music-streaming/access.test.ts');
    const tests = ['constructs/music-streaming', 'tools/docs', 'tools/local/simulation'];
    const jest = node('jest/bin/jest.js', '--ci', ...tests.map((each) => `test/${each}`));
    expect(jest.status === 0 ? '' : jest.stderr).toBe('');
  });
});
