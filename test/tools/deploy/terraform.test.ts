import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Terraform } from '../../../tools/deploy/terraform';
import { readPlan } from '../../../tools/review/plan/plan-file';
import { temporaryDirectory } from '../support/temporary-directory';
import { describeWithTerraform, TERRAFORM } from '../support/terraform';

const FAKE_TERRAFORM = path.join(__dirname, '..', 'support', 'fake-terraform.sh');
const VARIABLES = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CHECKPOINT_DISABLE: '1',
  ...(TERRAFORM === undefined ? {} : { TERRAFORM_BINARY_NAME: TERRAFORM }),
};

/** A stack of what Terraform brings along itself, so that no provider has to be downloaded. */
function directoryWith(input: string): string {
  const directory = temporaryDirectory();
  change(directory, input);
  return directory;
}

function change(directory: string, input: string): void {
  writeFileSync(
    path.join(directory, 'cdk.tf.json'),
    JSON.stringify({
      terraform: { backend: { local: { path: 'terraform.tfstate' } } },
      resource: { terraform_data: { thing: { input } } },
      output: { review: { value: { protected: [input] } } },
    }),
  );
}

const stateOf = (directory: string) =>
  JSON.parse(readFileSync(path.join(directory, 'terraform.tfstate'), 'utf8')) as {
    outputs: { review: { value: { protected: string[] } } };
  };

describeWithTerraform('Terraform', () => {
  it('plans, shows the plan as a review reads it, and carries out that very plan', async () => {
    const directory = directoryWith('planned');
    const plan = path.join(directory, 'plan.tfplan');
    const terraform = new Terraform(directory, VARIABLES);

    await terraform.initialize();
    await terraform.plan({ file: plan });
    const deployment = readPlan(await terraform.show(plan), 'the plan');
    // What was written now is not what was planned.
    change(directory, 'written later');

    expect(deployment).toMatchObject({
      hasChanges: true,
      isComplete: true,
      resources: [{ address: 'terraform_data.thing', actions: ['create'], after: { input: 'planned' } }],
      facts: { before: {}, after: { protected: ['planned'] } },
    });
    expect(await terraform.apply(plan, () => undefined)).toEqual({ code: 0, diagnostics: [], failed: [] });
    expect(stateOf(directory).outputs.review.value).toEqual({ protected: ['planned'] });
  });

  it('says that there is nothing to do where nothing differs', async () => {
    const directory = directoryWith('same');
    const plan = path.join(directory, 'plan.tfplan');
    const terraform = new Terraform(directory, VARIABLES);
    await terraform.initialize();
    await terraform.plan({ file: plan });
    await terraform.apply(plan, () => undefined);
    await terraform.plan({ file: plan });

    expect(readPlan(await terraform.show(plan), 'the plan').hasChanges).toBe(false);
  });

  it('fails with what Terraform says, and what was asked of it', async () => {
    const directory = temporaryDirectory();
    writeFileSync(
      path.join(directory, 'cdk.tf.json'),
      '{"resource": {"terraform_data": {"thing": {"unknown": 1}}}}',
    );
    const terraform = new Terraform(directory, VARIABLES);
    await terraform.initialize();

    await expect(terraform.plan({ file: path.join(directory, 'plan.tfplan') })).rejects.toThrow(
      /(?:terraform|tofu) plan failed with exit code 1:\n[\s\S]*Extraneous JSON object property/,
    );
  });
});

describe('Terraform that TERRAFORM_BINARY_NAME names', () => {
  it('is the one that runs', async () => {
    const terraform = new Terraform(temporaryDirectory(), {
      ...VARIABLES,
      TERRAFORM_BINARY_NAME: FAKE_TERRAFORM,
    });

    await expect(terraform.initialize()).rejects.toThrow(
      /fake-terraform\.sh init failed.*\nfake terraform init in/,
    );
  });
});
