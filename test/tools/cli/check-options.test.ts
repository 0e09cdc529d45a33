import { check } from '../../../tools/cli/check';
import { requested } from '../support/command-run';

const parse = (words: readonly string[]) => requested(check, words);

describe('the command line of medallion check', () => {
  it('checks everything that is local, unless something else is asked', () => {
    expect(parse([])).toEqual({ datasets: [], format: 'table' });
  });

  it('takes an environment, datasets, an age and a format', () => {
    const line = '--environment prod --dataset one two --max-age 36h --format json';
    expect(parse(line.split(' '))).toEqual({
      environment: 'prod',
      datasets: ['one', 'two'],
      maxAge: 129_600,
      format: 'json',
    });
  });

  it('takes the schema of an environment, and of no other tables', () => {
    expect(parse(['--environment', 'dev', '--schema', 'ann_music'])).toMatchObject({
      environment: 'dev',
      schema: 'ann_music',
    });
    expect(() => parse(['--schema', 'ann_music'])).toThrow(
      '--schema applies to deployed tables: add --environment.',
    );
  });

  it.each([
    ['30m', 1800],
    ['24h', 86_400],
    ['2d', 172_800],
  ])('reads %s as seconds', (text, seconds) => {
    expect(parse(['--max-age', text])).toMatchObject({ maxAge: seconds });
  });

  it.each([
    ['--max-age 1w', '--max-age 1w: Expected minutes'],
    ['--max-age 0h', 'Expected minutes, hours or days: 30m, 24h, 2d.'],
    ['--format xml', 'Allowed choices are table, json.'],
    ['--datset one', "There is no option --datset. Did you mean '--dataset'?"],
    ['silver_listens', "'silver_listens' belongs to no option."],
  ])('refuses %s with the reason', (line, reason) => {
    expect(() => parse(line.split(' '))).toThrow(reason);
    expect(() => parse(line.split(' '))).toThrow('--help shows every option');
  });

  it('says in its help what the exit status means and what the JSON form holds', () => {
    const help = parse(['--help']);
    expect(help).toContain('Exit status: 0 if every check passes or warns, 1');
    for (const field of ['failingRows', 'sampleRows', 'message', 'query']) expect(help).toContain(field);
    expect(
      Math.max(
        ...String(help)
          .split('\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(112);
  });
});
