import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { applyPlan } from '../../../tools/deploy/apply-plan';
import { deploymentDirectory } from '../../../tools/deploy/checkout-lock';
import { SavedPlan } from '../../../tools/deploy/saved-plan';
import { Terraform } from '../../../tools/deploy/terraform';
import { readPlan } from '../../../tools/review/plan/plan-file';
import { Progress } from '../../../tools/terminal/progress';
import { temporaryDirectory } from '../support/temporary-directory';
import { describeWithTerraform, TERRAFORM } from '../support/terraform';

const VARIABLES = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  CHECKPOINT_DISABLE: '1',
  ...(TERRAFORM === undefined ? {} : { TERRAFORM_BINARY_NAME: TERRAFORM }),
};

/** A stack of Terraform's own resources, whose creation runs a command, in a checkout of its own. */
class Checkout {
  readonly directory = temporaryDirectory();
  readonly state = new StateDirectory(path.join(this.directory, 'state'));
  readonly terraform = new Terraform(this.directory, VARIABLES);
  said = '';

  constructor(readonly address: string) {}

  write(command: string): void {
    const provisioner = [{ 'local-exec': { command } }];
    writeFileSync(
      path.join(this.directory, 'cdk.tf.json'),
      JSON.stringify({
        terraform: { backend: { local: { path: 'terraform.tfstate' } } },
        resource: {
          terraform_data: {
            thing: { triggers_replace: command, provisioner },
            deployed: { input: { revision: command }, depends_on: ['terraform_data.thing'] },
          },
        },
        output: { review: { value: { revision: command } } },
      }),
    );
  }

  plan(): Promise<SavedPlan> {
    return SavedPlan.create(this.terraform, deploymentDirectory(this.state), {});
  }

  apply(plan: SavedPlan) {
    const progress = new Progress({
      write: (text: string | Uint8Array) => {
        this.said += text;
        return true;
      },
    });
    return applyPlan(
      {
        terraform: this.terraform,
        plan,
        state: this.state,
        label: 'Deploying test',
        protectedResources: [this.address],
      },
      progress,
    ).finally(() => progress.close());
  }
}

const actionsOf = ({ json }: SavedPlan) =>
  readPlan(json, 'the plan').resources.map(({ actions }) => actions.join());

describeWithTerraform('applying a plan', () => {
  it('refuses a plan that is stale, because somebody deployed since', async () => {
    const checkout = new Checkout('');
    checkout.write('true');
    await checkout.terraform.initialize();
    const [mine, theirs] = [await checkout.plan(), await checkout.plan()];
    await checkout.apply(theirs);

    await expect(checkout.apply(mine)).rejects.toThrow(
      /Nothing was deployed: the state has changed since this plan was made/,
    );
  });

  it('lets two commands of one checkout plan and apply in turn', async () => {
    const checkout = new Checkout('');
    checkout.write('sleep 0.3');
    await checkout.terraform.initialize();
    const [mine, theirs] = [await checkout.plan(), await checkout.plan()];
    const [first, second] = await Promise.allSettled([checkout.apply(mine), checkout.apply(theirs)]);

    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
    expect(checkout.said).toMatch(/Waiting for a different deployment or review in this checkout/);
  });

  it('keeps a protected resource whose creation failed halfway, so that the next deployment can go on', async () => {
    const checkout = new Checkout('terraform_data.thing');
    checkout.write('false');
    await checkout.terraform.initialize();
    const failed = await checkout.apply(await checkout.plan());
    const next = await checkout.plan();

    expect(failed).toMatchObject({ code: 1, failed: ['terraform_data.thing'] });
    expect(failed.diagnostics[0]).toMatchObject({ summary: 'local-exec provisioner error' });
    expect(checkout.said).toContain('terraform_data.thing: Creation errored');
    expect(actionsOf(next)).toEqual(['no-op']);
    expect(
      JSON.parse(readFileSync(path.join(checkout.directory, 'terraform.tfstate'), 'utf8')),
    ).not.toHaveProperty('resources.0.instances.0.status');
  });

  it('is seen as interrupted by the next plan, until a deployment is complete', async () => {
    const checkout = new Checkout('');
    const next = async () => {
      const plan = await checkout.plan();
      return { plan, last: readPlan(plan.json, 'the plan').last };
    };
    checkout.write('false');
    await checkout.terraform.initialize();
    const first = await next();
    await checkout.apply(first.plan);
    const second = await next();
    checkout.write('true');
    await checkout.apply((await next()).plan);
    const third = await next();
    checkout.write('true; false');
    await checkout.apply((await next()).plan);
    const fourth = await next();

    expect([first, second, third, fourth].map(({ last }) => last)).toEqual([
      ...['complete', 'first interrupted', 'complete', 'interrupted'],
    ]);
  });

  it('replaces a resource without data whose creation failed halfway', async () => {
    const checkout = new Checkout('');
    checkout.write('false');
    await checkout.terraform.initialize();
    await checkout.apply(await checkout.plan());

    expect(actionsOf(await checkout.plan())).toEqual(['delete,create']);
  });
});
