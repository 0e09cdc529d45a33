import { parseArguments } from './arguments';

describe('the arguments of npm test', () => {
  it('choose parts by name', () =>
    expect(parseArguments(['python', 'checks'])).toEqual(['python', 'checks']));

  it('ask for help', () => expect(parseArguments(['--help'])).toBe('help'));

  it('are refused when they are not known, with those that are', () =>
    expect(() => parseArguments(['pyhton'])).toThrow(
      "npm test does not know 'pyhton'. Parts are checks, typescript, python; see npm test -- --help.",
    ));
});
