import { parseArguments } from './arguments';

describe('the arguments of npm test', () => {
  it('none: everything', () =>
    expect(parseArguments([])).toEqual({
      parts: ['checks', 'typescript', 'python'],
      quick: false,
      changed: false,
      files: [],
    }));

  it('choose parts by name, quick tests, or what changed', () => {
    expect(parseArguments(['python', 'checks'])).toMatchObject({ parts: ['python', 'checks'] });
    expect(parseArguments(['quick'])).toMatchObject({ quick: true, changed: false });
    expect(parseArguments(['--changed', 'typescript'])).toMatchObject({
      parts: ['typescript'],
      changed: true,
    });
  });

  it('name files of tests, or one test of a file', () =>
    expect(
      parseArguments(['test/run', 'test/notebooks/gold/daily_activity_test.py::test_one']),
    ).toMatchObject({ files: ['test/run', 'test/notebooks/gold/daily_activity_test.py::test_one'] }));

  it('ask for help', () => expect(parseArguments(['--help'])).toBe('help'));

  it('are refused when unknown, with those that are known', () =>
    expect(() => parseArguments(['pyhton'])).toThrow(
      "npm test does not know 'pyhton'. It takes checks, typescript, python, quick, --changed and files of tests; see npm test -- --help.",
    ));

  it('are refused when two of them choose the tests', () =>
    expect(() => parseArguments(['quick', '--changed'])).toThrow('leave one of them out'));
});
