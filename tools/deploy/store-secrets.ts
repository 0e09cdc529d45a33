import type { StateDirectory } from '../artefacts/state-directory';
import { readPlan } from '../review/plan/plan-file';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { applyPlan } from './apply-plan';
import { planStack } from './planned-stack';
import { describeSecret, type SecretState, storeSecret } from './required-secrets';
import type { SynthesizedStack } from './synthesized-stack';
import { explained } from './terraform-explanations';
import type { Workspace } from './workspace';

/** Where secrets are stored, and how their values are obtained. */
export interface StoreProps {
  readonly stack: SynthesizedStack;
  readonly workspace: Workspace;
  readonly state: StateDirectory;
  readonly variables: NodeJS.ProcessEnv;
  /** Returns the value of a secret; empty or undefined if the user does not give one. */
  readonly readValue: (name: string) => Promise<string | undefined>;
}

/**
 * Stores values of secrets. A missing scope of the stack is created first, by Terraform, so that the deployment finds it
 * in its state.
 *
 * @throws UserError if a value is missing or a scope cannot be created
 */
export async function storeSecrets(
  secrets: readonly SecretState[],
  props: StoreProps,
  progress: Progress,
): Promise<void> {
  const values = new Map<SecretState, string>();
  for (const each of secrets) {
    const name = describeSecret(each.secret);
    const value = (await props.readValue(name))?.replace(/\r?\n$/, '') ?? '';
    if (value === '') throw new UserError(`Secret ${name} got no value. Nothing was stored or deployed.`);
    values.set(each, value);
  }
  const missing = secrets.filter(({ state }) => state === 'scope missing').map(({ secret }) => secret.scope);
  if (missing.length > 0) await createScopes([...new Set(missing)], props, progress);
  for (const [{ secret }, value] of values) {
    await storeSecret(secret, value, props.workspace);
    progress.line(`Stored secret ${describeSecret(secret)}.`);
  }
}

async function createScopes(
  scopes: readonly string[],
  { stack, state, variables }: StoreProps,
  progress: Progress,
): Promise<void> {
  const targets = scopes.map((scope) => {
    const address = stack.addressOf('secret_scope', scope);
    if (address === undefined) {
      throw new UserError(
        `Secret scope '${scope}' does not exist, and this deployment does not create it. Create it with: databricks secrets create-scope ${scope}`,
      );
    }
    return address;
  });
  const { terraform, plan } = await planStack(stack, { state, variables, progress }, { targets });
  const others = readPlan(plan.json, 'the plan of the secret scopes').resources.filter(
    ({ actions, type }) =>
      !actions.includes('no-op') && (type !== 'secret_scope' || actions.join() !== 'create'),
  );
  if (others.length > 0) {
    throw new UserError(
      `Creating the secret scopes would also change ${others.map(({ address }) => address).join(', ')}. Nothing was stored or deployed.`,
    );
  }
  const label = `Creating ${scopes.length === 1 ? `secret scope ${scopes[0]}` : 'secret scopes'}`;
  const { code, diagnostics } = await applyPlan(
    { terraform, plan, state, label, protectedResources: [] },
    progress,
  );
  if (code !== 0) throw new UserError(explained(diagnostics, terraform.directory));
}
