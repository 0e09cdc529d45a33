import { start } from '../../../tools/cli/start';
import { requested } from '../support/command-run';

const parseOptions = (words: readonly string[]) => requested(start, words);

const problemsOf = (...commandLine: string[]): string => {
  try {
    parseOptions(commandLine);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the command line of npm start', () => {
  it('may be empty: nothing is refreshed, removed or watched', () => {
    expect(parseOptions([])).toEqual({
      fullRefresh: [],
      clean: false,
      watch: false,
      debug: false,
      format: 'table',
    });
  });

  it('takes numbers, directories and names of datasets', () => {
    expect(parseOptions(['--users', '10', '--days=3', '--seed', '0', '--watch', '--clean'])).toEqual({
      users: 10,
      days: 3,
      seed: 0,
      fullRefresh: [],
      clean: true,
      watch: true,
      debug: false,
      format: 'table',
    });
    expect(parseOptions(['--events', 'recordings', '--full-refresh', 'one,other'])).toEqual({
      events: 'recordings',
      fullRefresh: ['one', 'other'],
      clean: false,
      watch: false,
      debug: false,
      format: 'table',
    });
  });

  it('refreshes everything where no dataset is named', () => {
    expect(parseOptions(['--full-refresh'])).toMatchObject({
      fullRefresh: 'all',
    });
    expect(parseOptions(['--full-refresh', '--clean'])).toMatchObject({
      fullRefresh: 'all',
      clean: true,
    });
  });

  it('explains itself instead of running', () => {
    const help = parseOptions(['--help']);
    expect(help).toContain('--full-refresh [dataset,...]');
    expect(help).toContain('npx medallion start --users 1000 --days 30 --clean');
  });

  it('is refused with everything that is wrong with it, at once', () => {
    expect(
      problemsOf('--users', '0', '--days', 'x', '--seed', '1.5', '--wacth', 'now'),
    ).toMatchInlineSnapshot(`
      "--users 0: expected a whole number from 1 to 20,000.
      --days x: expected a whole number from 0 to 10,000.
      --seed 1.5: expected a whole number from 0 to 4,294,967,295.
      There is no option --wacth. Did you mean '--watch'?
      'now' belongs to no option.
        npx medallion start --help shows every option."
    `);
  });

  it('does not mix a recording with options of the simulation', () => {
    expect(problemsOf('--events', 'recordings', '--seed', '3', '--users', '5')).toMatchInlineSnapshot(`
      "--users applies to the simulation, but --events replays a recording: remove one of them.
      --seed applies to the simulation, but --events replays a recording: remove one of them.
        npx medallion start --help shows every option."
    `);
  });

  it('needs a value where one belongs', () => {
    expect(problemsOf('--events')).toMatchInlineSnapshot(`
      "--events needs a value.
        npx medallion start --help shows every option."
    `);
    expect(problemsOf('--full-refresh', 'one,,other')).toMatchInlineSnapshot(`
      "--full-refresh one,,other: expected dataset names separated by commas without spaces.
        npx medallion start --help shows every option."
    `);
  });
});
