import { parseDeploymentOptions } from '../../../local/deployment/deployment-options';

const parse = (line: string) => parseDeploymentOptions('deploy', line.split(' ').filter(Boolean));

describe('the command line of a deployment', () => {
  it('names an environment, and asks unless it says not to', () => {
    expect(parse('dev')).toEqual({ environment: 'dev', check: false, yes: false });
    expect(parse('--yes prod')).toEqual({ environment: 'prod', check: false, yes: true });
    expect(parse('prod --check')).toEqual({ environment: 'prod', check: true, yes: false });
  });

  it('explains itself', () => {
    expect(parse('--help')).toContain('npm run deploy -- <environment>');
    expect(parseDeploymentOptions('destroy', ['--help'])).toContain('cdktf destroy');
  });

  it('says everything that is wrong with it, at once', () => {
    expect(() => parse('')).toThrow('Say which environment, as in: npm run deploy -- dev.');
    expect(() => parse('dev prod --chek')).toThrow(
      "There is no option --chek. Did you mean --check?\n'prod' belongs to no option.\n  npm run deploy -- --help shows every option.",
    );
  });
});
