import { resolve } from 'node:path';
import { testsAffectedBy } from './changed-tests';
import { EVERYTHING } from './selection';

const affectedBy = (...files: string[]) => testsAffectedBy(files, resolve(__dirname, '..', '..'));

describe('npm test -- --changed', () => {
  it('runs nothing where nothing changed', () =>
    expect(affectedBy()).toEqual({ selection: { checks: false }, reasons: ['Nothing changed since main.'] }));

  it('runs a changed Python test alone', () =>
    expect(affectedBy('test/notebooks/gold/daily_activity_test.py').selection).toEqual({
      checks: true,
      python: ['test/notebooks/gold/daily_activity_test.py'],
    }));

  it('runs TypeScript tests that import a changed module, those that start a command, and mirrored Python tests', () => {
    const { selection, reasons } = affectedBy('tools/report/markup.ts');
    expect(selection.typescript?.slice(0, 3)).toEqual([
      '--findRelatedTests',
      'tools/report/markup.ts',
      'test/main.test.ts',
    ]);
    expect(selection.python).toEqual(['test/tools/local/main_job', 'test/tools/report']);
    expect(reasons).toEqual([
      'tools/report/markup.ts: TypeScript tests that import it, test/tools/report, test/tools/local/main_job',
    ]);
  });

  it('runs the tests of transforms and of the platform for a notebook', () =>
    expect(affectedBy('notebooks/gold/daily_activity.py').selection).toEqual({
      checks: true,
      typescript: [],
      python: ['test/notebooks', 'test/tools/local/main_job'],
    }));

  it("runs the runtime's tests, and what runs on it, for the runtime", () =>
    expect(affectedBy('tools/local/runtime/update.py').selection.python).toEqual([
      'test/notebooks',
      'test/tools',
    ]));

  it('names each directory once', () =>
    expect(
      affectedBy('tools/local/runtime/update.py', 'tools/report/read_tables.py').selection.python,
    ).toEqual(['test/notebooks', 'test/tools']));

  it.each([
    'constructs/medallion/dataset.ts',
    'environments/prod.ts',
    'package-lock.json',
    'test/conftest.py',
  ])('runs everything for %s', (file) =>
    expect(affectedBy('tools/report/markup.ts', file)).toEqual({
      selection: EVERYTHING,
      reasons: [`${file} can affect everything.`],
    }),
  );
});
