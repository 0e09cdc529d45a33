import { parseArguments } from './arguments';

describe('the arguments of npm test', () => {
  it('none: everything', () =>
    expect(parseArguments([])).toEqual({
      parts: ['checks', 'typescript', 'python'],
      quick: false,
      changed: false,
    }));

  it('choose parts by name, quick tests, or what changed', () => {
    expect(parseArguments(['python', 'checks'])).toMatchObject({ parts: ['python', 'checks'] });
    expect(parseArguments(['quick'])).toMatchObject({ quick: true, changed: false });
    expect(parseArguments(['--changed', 'typescript'])).toMatchObject({
      parts: ['typescript'],
      changed: true,
    });
  });

  it('ask for help', () => expect(parseArguments(['--help'])).toBe('help'));

  it('are refused when unknown, with those that are known', () =>
    expect(() => parseArguments(['pyhton'])).toThrow(
      "npm test does not know 'pyhton'. It takes checks, typescript, python, quick, --changed; see npm test -- --help.",
    ));

  it('are refused when two of them choose the tests', () =>
    expect(() => parseArguments(['quick', '--changed'])).toThrow('leave one of them out'));
});
