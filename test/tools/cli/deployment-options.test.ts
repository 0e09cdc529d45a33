import { deploy } from '../../../tools/cli/deploy';
import { destroy } from '../../../tools/cli/destroy';
import { requested } from '../support/command-run';

const parse = (line: string) => requested(deploy, line.split(' ').filter(Boolean));

describe('the command line of a deployment', () => {
  it('names an environment, and asks unless it says not to', () => {
    const standard = { check: false, yes: false, acceptances: [], workspace: false };

    expect(parse('dev')).toEqual({ ...standard, environment: 'dev' });
    expect(parse('--yes prod')).toEqual({ ...standard, environment: 'prod', yes: true });
    expect(parse('prod --check')).toEqual({ ...standard, environment: 'prod', check: true });
  });

  it('accepts what a review of the plan finds, and a deployment alone has one', () => {
    expect(parse('prod --allow recomputed --allow rule-removed=silver_listens')).toMatchObject({
      acceptances: [{ kind: 'recomputed' }, { kind: 'rule-removed', subject: 'silver_listens' }],
    });
    expect(() => parse('prod --allow recompute')).toThrow("Did you mean 'recomputed'?");
    expect(() => requested(destroy, ['dev', '--allow', 'recomputed'])).toThrow('no option --allow');
  });

  it('explains itself', () => {
    expect(parse('--help')).toContain('npx medallion deploy <environment>');
    expect(requested(destroy, ['--help'])).toContain('terraform plan -destroy');
  });

  it('says everything that is wrong with it, at once', () => {
    expect(() => parse('')).toThrow('The environment is missing, for example: npx medallion deploy dev');
    expect(() => parse('dev prod --chek')).toThrow(
      "There is no option --chek. Did you mean '--check'?\n'prod' is one argument too many.\n  npx medallion deploy --help shows every option.",
    );
  });
});
