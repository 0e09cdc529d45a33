import { UserError } from '../terminal/user-error';
import type { Send } from './access-token';
import type { Finding } from './finding';
import { ownerFindings, type SignedInUser } from './owner-findings';
import type { DeploymentAction } from './requested-deployment';
import { describeSecret, type SecretState, secretStates } from './required-secrets';
import { type CredentialSources, signInOf, wayOf } from './sign-in';
import type { SynthesizedStack } from './synthesized-stack';
import { Workspace, WorkspaceError } from './workspace';

/** Inputs of the checks in the workspace. */
export interface WorkspaceSources extends CredentialSources {
  readonly send: Send;
  /** Whether the user can be asked for the values of missing secrets. */
  readonly asks: boolean;
}

/** Results of the checks in the workspace. */
export interface WorkspaceChecks {
  readonly findings: readonly Finding[];
  /** Undefined if it could not be reached. */
  readonly workspace?: Workspace;
  /** Address or application ID of the signed-in principal. */
  readonly me?: string;
  /** Empty if the workspace could not be reached. */
  readonly secrets: readonly SecretState[];
}

/**
 * Checks with a few calls what Terraform would only find out in the middle of a deployment: rejected credentials,
 * missing secrets, and an owner that cannot run anything.
 */
export async function workspaceChecks(
  action: DeploymentAction,
  stack: SynthesizedStack,
  sources: WorkspaceSources,
): Promise<WorkspaceChecks> {
  const signIn = signInOf(stack.provider, sources);
  try {
    const workspace = await Workspace.signIn(signIn, sources.send);
    if (workspace === undefined) {
      return notChecked(
        `sign-in with ${wayOf(signIn)} is only known to the Databricks provider, so the workspace was not checked.`,
        stack,
      );
    }
    // https://docs.databricks.com/api/workspace/currentuser/me
    const me = await workspace.get<SignedInUser>('/api/2.0/preview/scim/v2/Me');
    const signedIn = finding('workspace', 'fine', `signed in as ${me.userName ?? 'an unnamed principal'}`);
    const reached = { workspace, me: me.userName ?? '' };
    if (action === 'destroy') return { findings: [signedIn], ...reached, secrets: [] };
    const states = await secretStates(stack, workspace);
    return {
      findings: [
        signedIn,
        ...secretFindings(stack, states, sources.asks),
        ...(await ownerFindings(stack, me, workspace)),
      ],
      ...reached,
      secrets: states,
    };
  } catch (error) {
    if (error instanceof WorkspaceError) {
      const why = `${error.message} (${error.status} ${error.code})`;
      const text = error.isRejected
        ? `${signIn.host} rejected the credentials: ${why}. Renew them, and check the workspace that they belong to.`
        : `${signIn.host} answered with an error: ${why}`;
      return { findings: [finding('workspace', 'problem', text)], secrets: [] };
    }
    if (error instanceof UserError) {
      return { findings: [finding('workspace', 'problem', error.message)], secrets: [] };
    }
    const { message, cause } = error as Error;
    const why = cause instanceof Error ? cause.message : message;
    return notChecked(`${signIn.host} was not reached from here (${why}), so it was not checked.`, stack);
  }
}

function notChecked(text: string, { secrets }: SynthesizedStack): WorkspaceChecks {
  const names = secrets.map(describeSecret).join(', ');
  return {
    findings: [
      finding('workspace', 'warning', text),
      ...(names === ''
        ? []
        : [finding('secrets', 'warning', `${names} must exist before a pipeline is created or started.`)]),
    ],
    secrets: [],
  };
}

function secretFindings(
  { environment }: SynthesizedStack,
  states: readonly SecretState[],
  asks: boolean,
): Finding[] {
  if (states.length === 0) return [];
  const named = (...wanted: readonly SecretState['state'][]) =>
    states.filter(({ state }) => wanted.includes(state)).map(({ secret }) => describeSecret(secret));
  const [missing, unknown] = [named('missing', 'scope missing'), named('unknown')];
  const existing = named('exists');
  return [
    ...(existing.length > 0 ? [finding('secrets', 'fine', `${existing.join(', ')} ${exist(existing)}`)] : []),
    ...(unknown.length > 0
      ? [
          finding(
            'secrets',
            'warning',
            `${unknown.join(', ')} could not be checked: listing the scope requires READ on it.`,
          ),
        ]
      : []),
    ...(missing.length > 0 ? [missingFinding(environment, missing, asks)] : []),
  ];
}

function missingFinding(environment: string, missing: readonly string[], asks: boolean): Finding {
  const names = `${missing.join(', ')} ${missing.length === 1 ? 'does' : 'do'} not exist`;
  if (asks) return finding('secrets', 'warning', `${names}: you will be asked for the value.`);
  return finding(
    'secrets',
    'problem',
    [
      `${names}, so the pipelines cannot read Kafka. Store ${missing.length === 1 ? 'it' : 'them'} from standard input:`,
      ...missing.map((name) => `  npx medallion deploy ${environment} --store-secret ${name} < FILE`),
    ].join('\n'),
  );
}

function exist(names: readonly string[]): string {
  return names.length === 1 ? 'exists' : 'exist';
}

function finding(subject: string, status: Finding['status'], text: string): Finding {
  return { subject, status, text };
}
