import { parseLineageOptions } from '../../../tools/cli/lineage-options';

const BOTH = { up: true, down: true };

describe('the command line of npm run lineage', () => {
  it('shows everything, unless something else is asked', () => {
    expect(parseLineageOptions([])).toEqual({ directions: BOTH, format: 'text' });
  });

  it('takes a dataset, a column and a format', () => {
    expect(parseLineageOptions('orders --column price --format dot'.split(' '))).toEqual({
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
    expect(parseLineageOptions(['orders', ...options.split(' ')])).toMatchObject({ directions });
  });

  it.each([
    ['--up', '--up is of one dataset: say which.'],
    ['--column price', '--column is of one dataset: say which.'],
    ['orders --format svg', 'Allowed choices are text, mermaid, dot, json.'],
    ['orders --fromat dot', "Unknown option '--fromat'\n(Did you mean --format?)"],
    ['orders people', 'Too many arguments'],
  ])('refuses %s with the reason', (line, reason) => {
    expect(() => parseLineageOptions(line.split(' '))).toThrow(reason);
    expect(() => parseLineageOptions(line.split(' '))).toThrow('--help shows every option');
  });

  it('says in its help what the exit status means and what the JSON form holds', () => {
    const help = String(parseLineageOptions(['--help']));
    expect(help).toContain('Exit status: 0');
    for (const field of ['root', 'nodes', 'edges', 'layer', 'how']) expect(help).toContain(field);
    expect(Math.max(...help.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(115);
  });
});
