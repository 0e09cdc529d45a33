import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { review } from '../../../tools/cli/review';
import { synthesized } from '../deploy/stack-fixture';
import { commandRun } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

jest.mock('../../../tools/artefacts/synthesis', () => require('../support/in-process-synthesis'));

const FAKE_TERRAFORM = path.join(__dirname, '..', 'support', 'fake-terraform.sh');

/** A plan in which something happens to a schema. */
const planOf = (actions: readonly string[], after: object | null) =>
  JSON.stringify({
    format_version: '1.2',
    resource_changes: [
      {
        address: 'databricks_schema.schema',
        mode: 'managed',
        type: 'databricks_schema',
        change: { actions, before: { name: 'music', comment: 'old' }, after, after_unknown: {} },
      },
    ],
  });

const SAFE = planOf(['update'], { name: 'music', comment: 'new' });
const DELETION = planOf(['delete'], null);

const command = (words: readonly string[], variables: NodeJS.ProcessEnv = {}) =>
  commandRun(review, words, { variables: { PATH: process.env.PATH, ...variables } });

const fileWith = (text: string) => {
  const file = path.join(temporaryDirectory(), 'plan.json');
  writeFileSync(file, text);
  return file;
};

describe('medallion review', () => {
  it('explains a plan from elsewhere, and ends as bad as it is', async () => {
    const safe = await command(['--plan', fileWith(SAFE)]);
    const risk = await command(['--plan', fileWith(DELETION)]);
    const accepted = await command(['--plan', fileWith(DELETION), '--allow', 'container-deleted']);

    expect([safe.code, risk.code, accepted.code]).toEqual([0, 4, 0]);
    expect(risk.output).toContain('DATA AT RISK');
    expect(risk.errors).toBe('');
    expect(accepted.output).toContain('ACCEPTED');
  });

  it('writes Markdown or JSON, and nothing else', async () => {
    const file = fileWith(DELETION);
    const markdown = await command(['--plan', file, '--format', 'markdown']);
    const json = await command(['--plan', file, '--format', 'json']);

    expect(markdown.output).toMatch(/^## 🛑 Review of .*plan\.json\n/);
    expect(JSON.parse(json.output)).toMatchObject({ exitStatus: 4, severity: 'data at risk' });
  });

  it('compares two synthesized directories without any Terraform', async () => {
    const schema = (comment: string) => ({ databricks_schema: { schema: { name: 'music', comment } } });
    const [before, after] = [
      synthesized({ resource: schema('old') }),
      synthesized({ resource: schema('new') }),
    ];
    const { code, output } = await command(['--compare', before, after], { PATH: '' });

    expect(code).toBe(0);
    expect(output).toContain('Only safe changes');
    expect(output).toContain('Two stacks were compared');
    expect((await command(['--compare', before, before])).output).toContain('Nothing changes.');
  });

  it('synthesizes an environment, has Terraform plan it, and changes nothing', async () => {
    const plan = fileWith(DELETION);
    const variables = {
      TERRAFORM_BINARY_NAME: FAKE_TERRAFORM,
      FAKE_TERRAFORM_PLAN: plan,
      DATABRICKS_TOKEN: 'secret',
    };
    const { code, output } = await command(['staging'], variables);

    expect(code).toBe(4);
    expect(output).toMatch(/^Review of staging\n/);
    expect(output).toContain('CHANGES THAT NO PLAN SHOWS');
  });

  it('says what is missing for a plan, all of it', async () => {
    const { code, output, errors } = await command(['stagin'], { TERRAFORM_BINARY_NAME: 'no-terraform' });

    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(/Did you mean 'staging'\?/);
    expect(errors).toMatch(/'no-terraform' \(from TERRAFORM_BINARY_NAME\) is not on the PATH/);
  });

  it.each([
    ['a file that is not there', ['--plan', 'nowhere.json'], /file nowhere\.json/],
    [
      'a file that was cut off',
      ['--plan', fileWith(DELETION.slice(0, 100))],
      /is truncated after 100 characters/,
    ],
    ['a directory that is not there', ['--compare', 'nowhere', 'nowhere'], /directory nowhere/],
    ['nothing at all', [], /The environment is missing/],
  ])('ends with 1 and one sentence for %s', async (_, words, message) => {
    const { code, output, errors } = await command(words);

    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toMatch(message);
    expect(errors).not.toContain('    at ');
  });

  it('explains itself', async () => {
    expect((await command(['--help'])).output).toContain('Explains what a deployment will do to the tables');
  });
});
