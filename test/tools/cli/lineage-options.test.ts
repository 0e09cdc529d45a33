import { lineage } from '../../../tools/cli/lineage';
import { requested } from '../support/command-run';

const parse = (words: readonly string[]) => requested(lineage, words);

const BOTH = { up: true, down: true };

describe('the command line of medallion lineage', () => {
  it('shows everything, unless something else is asked', () => {
    expect(parse([])).toEqual({ directions: BOTH, format: 'text' });
  });

  it('takes a dataset, a column and a format', () => {
    expect(parse('orders --column price --format dot'.split(' '))).toEqual({
      dataset: 'orders',
      column: 'price',
      directions: BOTH,
      format: 'dot',
    });
  });

  it.each([
    ['--up', { up: true, down: false }],
    ['--down', { up: false, down: true }],
    ['--up --down', BOTH],
  ])('follows %s', (options, directions) => {
    expect(parse(['orders', ...options.split(' ')])).toMatchObject({ directions });
  });

  it.each([
    ['--up', '--up requires a dataset: add its name.'],
    ['--column price', '--column requires a dataset: add its name.'],
    ['orders --format svg', 'Allowed choices are text, mermaid, dot, json.'],
    ['orders --fromat dot', "There is no option --fromat. Did you mean '--format'?"],
    ['orders people', "'people' is one argument too many."],
  ])('refuses %s with the reason', (line, reason) => {
    expect(() => parse(line.split(' '))).toThrow(reason);
    expect(() => parse(line.split(' '))).toThrow('--help shows every option');
  });

  it('says in its help what the exit status means and what the JSON form holds', () => {
    const help = String(parse(['--help']));
    expect(help).toContain('Exit status: 0');
    for (const field of ['root', 'nodes', 'edges', 'layer', 'how']) expect(help).toContain(field);
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(115);
  });
});
