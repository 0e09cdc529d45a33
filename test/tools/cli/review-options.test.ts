import { review } from '../../../tools/cli/review';
import { requested } from '../support/command-run';

const parse = (line: string) => requested(review, line.split(' ').filter(Boolean));

describe('the command line of a review', () => {
  it('names an environment', () => {
    expect(parse('prod')).toEqual({
      subject: { kind: 'environment', environment: 'prod' },
      format: 'terminal',
      acceptances: [],
    });
  });

  it('names a plan from elsewhere, or two synthesized directories', () => {
    expect(parse('--plan plan.json --format json')).toMatchObject({
      subject: { kind: 'plan', file: 'plan.json' },
      format: 'json',
    });
    expect(parse('--compare old new')).toMatchObject({
      subject: { kind: 'stacks', before: 'old', after: 'new' },
    });
    expect(parse('prod --compare old new --format markdown')).toMatchObject({
      subject: { kind: 'stacks', before: 'old', after: 'new', environment: 'prod' },
      format: 'markdown',
    });
  });

  it('accepts findings, any number of them', () => {
    expect(parse('--allow recomputed --allow rule-removed=silver_listens prod')).toMatchObject({
      subject: { environment: 'prod' },
      acceptances: [{ kind: 'recomputed' }, { kind: 'rule-removed', subject: 'silver_listens' }],
    });
  });

  it('explains itself, with every finding that can be accepted', () => {
    expect(parse('--help')).toContain('Usage: npx medallion review');
    expect(parse('--help')).toContain('full-refresh-needed, recomputed');
    expect(parse('--help')).not.toContain('safe-change');
  });

  it('says everything that is wrong with it, at once', () => {
    expect(() => parse('')).toThrow('The environment is missing, for example: npx medallion review prod.');
    expect(() => parse('prod --plan plan.json --allow nothing --formt json')).toThrow(
      /--allow 'nothing': 'nothing' is not a kind of finding\.[\s\S]*remove 'prod'[\s\S]*There is no option --formt\. Did you mean '--format'\?\n/,
    );
    expect(() => parse('--compare old')).toThrow(
      '--compare requires two directories, the old and the new one, but got 1.',
    );
    expect(() => parse('--compare old new --plan plan.json')).toThrow(
      '--plan and --compare are mutually exclusive',
    );
    expect(() => parse('prod --format html')).toThrow(/Allowed choices are terminal, markdown, json/);
  });
});
