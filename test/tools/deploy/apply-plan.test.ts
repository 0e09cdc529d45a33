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
};

const KILLED = path.join(temporaryDirectory(), 'terraform');

/** A Terraform that is killed after some seconds of an apply. */
function killedAfter(seconds = '60'): string {
  const script = `#!/bin/sh\n[ "$1" != apply ] || exec timeout -s KILL ${seconds} ${TERRAFORM} "$@"\nexec ${TERRAFORM} "$@"\n`;
  writeFileSync(KILLED, script, { mode: 0o755 });
  return KILLED;
}

/** A stack of Terraform's own resources, whose creation runs a command, in a checkout of its own. */
class Checkout {
  readonly directory = temporaryDirectory();
  readonly state = new StateDirectory(path.join(this.directory, 'state'));
  readonly terraform: Terraform;
  said = '';

  constructor(
    readonly address: string,
    program = TERRAFORM,
  ) {
    this.terraform = new Terraform(this.directory, {
      ...VARIABLES,
      ...(program === undefined ? {} : { TERRAFORM_BINARY_NAME: program }),
    });
  }

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

  it('continues after Terraform was killed at any moment, until nothing is left to change', async () => {
    const checkout = new Checkout('', killedAfter());
    checkout.write('sleep 0.2');
    await checkout.terraform.initialize();
    const seen: string[] = [];
    for (const seconds of ['0.05', '0.15', '0.25', '60']) {
      killedAfter(seconds);
      const plan = await checkout.plan();
      seen.push(readPlan(plan.json, 'the plan').last);
      await checkout.apply(plan);
    }
    const { hasChanges, last } = readPlan((await checkout.plan()).json, 'the plan');

    expect({ hasChanges, last }).toEqual({ hasChanges: false, last: 'complete' });
    expect(seen[0]).toBe('complete');
  });

  it('replaces a resource without data whose creation failed halfway', async () => {
    const checkout = new Checkout('');
    checkout.write('false');
    await checkout.terraform.initialize();
    await checkout.apply(await checkout.plan());

    expect(actionsOf(await checkout.plan())).toEqual(['delete,create']);
  });
});
