import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { readAcceptances } from '../../../tools/cli/allow-option';
import { carryOut } from '../../../tools/deploy/carry-out';
import type { DeploymentAction } from '../../../tools/deploy/requested-deployment';
import { Progress } from '../../../tools/terminal/progress';
import { temporaryDirectory } from '../support/temporary-directory';
import { stackOf } from './stack-fixture';

const FAKE_TERRAFORM = path.join(__dirname, '..', 'support', 'fake-terraform.sh');

/** A change of a schema, as Terraform tells it. */
const schema = (actions: readonly string[], before: object | null, after: object | null) => ({
  address: 'databricks_schema.schema',
  mode: 'managed',
  type: 'databricks_schema',
  change: { actions, before, after, after_unknown: {} },
});

const COMMENT = schema(['update'], { name: 'music', comment: 'old' }, { name: 'music', comment: 'new' });
const DELETION = schema(['delete'], { name: 'music', comment: 'old' }, null);

interface Deployment {
  readonly action?: DeploymentAction;
  /** The output `review` of the deployed state. */
  readonly deployed?: object;
  /** Changes that the fake Terraform plans. */
  readonly planned?: readonly object[];
  /** What is typed, or a function that returns it while the question is open. */
  readonly answer?: string | ((plan: string) => string | Promise<string>);
  readonly yes?: boolean;
  readonly allow?: readonly string[];
  readonly variables?: NodeJS.ProcessEnv;
}

/** Deploys the environment `staging` with a fake Terraform. */
const deployed = async ({
  action = 'deploy',
  planned = [],
  deployed: before = {},
  answer,
  yes = false,
  allow = [],
  variables,
}: Deployment) => {
  const directory = temporaryDirectory();
  const plan = path.join(directory, 'plan.json');
  const output_changes = { review: { actions: ['no-op'], before, after: before } };
  writeFileSync(plan, JSON.stringify({ format_version: '1.2', resource_changes: planned, output_changes }));
  let said = '';
  const write = (text: string | Uint8Array) => {
    said += text;
    return true;
  };
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation(write);
  const progress = new Progress({ write });
  const state = new StateDirectory(path.join(directory, 'state'));
  const outcome = await carryOut(
    action,
    stackOf(),
    { environment: 'staging', check: false, yes, acceptances: readAcceptances(allow, []) },
    {
      state,
      variables: {
        PATH: process.env.PATH,
        TERRAFORM_BINARY_NAME: FAKE_TERRAFORM,
        FAKE_TERRAFORM_PLAN: plan,
        ...variables,
      },
      standardOutput: { write },
      ask: async (question) => {
        write(question);
        return typeof answer === 'function' ? answer(plan) : answer;
      },
    },
    progress,
  ).catch((error: Error) => error);
  progress.close();
  spy.mockRestore();
  const calls = `${plan}.calls`;
  const terraform = existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [];
  return {
    outcome,
    said,
    terraform: terraform.map((call) => call.split(' ', 1)[0]),
    kept: readdirSync(path.join(state.root, 'deployment')),
    applied: existsSync(`${plan}.applied`) ? readFileSync(`${plan}.applied`, 'utf8') : undefined,
    modes: existsSync(`${plan}.modes`) ? readFileSync(`${plan}.modes`, 'utf8') : '',
  };
};

describe('a deployment', () => {
  it('explains the plan, asks, carries out that plan, and says what is next', async () => {
    const { outcome, said, terraform, kept } = await deployed({ planned: [COMMENT], answer: 'y' });

    expect(outcome).toBe(0);
    expect(terraform).toEqual(['init', 'plan', 'show', 'state', 'apply']);
    expect(said).toContain('Review of staging\nOnly safe changes, nothing dropped.');
    expect(said).toContain('Deploy this to staging? (y/N)');
    expect(said).toContain('staging is deployed. Next:');
    // A plan can hold secrets: none stays.
    expect(kept).toEqual([]);
  });

  it('does not happen without a yes', async () => {
    const { outcome, said, terraform, kept } = await deployed({ planned: [COMMENT], answer: 'n' });

    expect(outcome).toBe(1);
    expect(terraform).toEqual(['init', 'plan', 'show']);
    expect(said).toContain('Nothing was deployed.');
    expect(kept).toEqual([]);
  });

  it('wants the name of the environment where data is at risk', async () => {
    const refused = await deployed({ planned: [DELETION], answer: 'y' });
    const approved = await deployed({ planned: [DELETION], answer: 'staging' });

    expect(refused.outcome).toBe(4);
    expect(refused.terraform).not.toContain('apply');
    expect(refused.said).toContain('DATA AT RISK');
    expect(approved.outcome).toBe(0);
    expect(approved.terraform).toContain('apply');
  });

  it('asks nobody with --yes, and then is only of what is safe or named', async () => {
    const refused = await deployed({ planned: [DELETION], yes: true });
    const named = await deployed({ planned: [DELETION], yes: true, allow: ['container-deleted'] });
    const safe = await deployed({ planned: [COMMENT], yes: true });

    expect(refused.outcome).toBe(4);
    expect(refused.said).toContain('--allow container-deleted=databricks_schema.schema');
    expect(refused.terraform).not.toContain('apply');
    expect([named.outcome, safe.outcome]).toEqual([0, 0]);
    expect([named.said, safe.said].join()).not.toContain('Deploy this');
  });

  it('is none where nothing changes', async () => {
    const { outcome, said, terraform } = await deployed({});

    expect(outcome).toBe(0);
    expect(terraform).not.toContain('apply');
    expect(said).toContain('No changes to deploy.');
  });

  it('refuses a plan that went stale while somebody thought about it', async () => {
    const { outcome } = await deployed({
      planned: [COMMENT],
      answer: 'y',
      variables: { FAKE_TERRAFORM_ERROR: 'Saved plan is stale', FAKE_TERRAFORM_EXIT: '1' },
    });

    expect(outcome).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(
        'Nothing was deployed: the state has changed since this plan was made',
      ),
    });
  });

  it('applies the plan of its review, whatever other commands plan in the meantime', async () => {
    const other = JSON.stringify({ format_version: '1.2', resource_changes: [DELETION] });
    const { outcome, applied, modes, kept } = await deployed({
      planned: [COMMENT],
      answer(plan) {
        writeFileSync(plan, other);
        return 'y';
      },
    });

    expect(outcome).toBe(0);
    expect(applied).toContain('"actions":["update"]');
    expect(modes).toMatch(/^drwx------ .*\n-rw------- .*\n$/);
    expect(kept).toEqual([]);
  });

  it('ends as Terraform does, and says nothing of a next step', async () => {
    const { outcome, said } = await deployed({
      planned: [COMMENT],
      answer: 'y',
      variables: { FAKE_TERRAFORM_ERROR: 'no such warehouse', FAKE_TERRAFORM_EXIT: '7' },
    });

    expect(outcome).toBe(7);
    expect(said).toContain('Error: no such warehouse');
    expect(said).toContain('The deployment is incomplete. Fix the cause and run the command again');
    expect(said).not.toContain('Next:');
  });

  it('says what Terraform says when it cannot plan', async () => {
    const { outcome } = await deployed({ variables: { FAKE_TERRAFORM_PLAN: '' } });

    expect(outcome).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(
        /fake-terraform\.sh init failed with exit code 1:\nfake terraform init in/,
      ),
    });
  });
});

describe('a destruction', () => {
  const destroyed = { action: 'destroy', planned: [DELETION], answer: 'staging' } as const;

  it('explains the plan, asks for the name of the environment, and carries out that plan', async () => {
    const { outcome, said, terraform } = await deployed(destroyed);

    expect(outcome).toBe(0);
    expect(terraform).toEqual(['init', 'plan', 'show', 'state', 'apply']);
    expect(said).toContain('A container of tables is deleted.');
    expect(said).toContain('staging is destroyed.');
  });

  it('is refused while the deployed environment is protected, whatever the code says', async () => {
    const { outcome, said, terraform } = await deployed({
      ...destroyed,
      yes: true,
      deployed: { protected: ['databricks_schema.schema', 'databricks_pipeline.gone'] },
    });

    expect(outcome).toBe(4);
    expect(terraform).not.toContain('apply');
    expect(said).toContain(
      'Nothing was destroyed: these resources are protected in the deployed environment.\n  databricks_schema.schema\nSet `protect: false`',
    );
  });

  it('is none where nothing is deployed', async () => {
    const { outcome, said, terraform } = await deployed({ action: 'destroy' });

    expect({ outcome, applied: terraform.includes('apply') }).toEqual({ outcome: 0, applied: false });
    expect(said).toContain('Nothing is deployed, so there is nothing to destroy.');
  });
});
