import { type CredentialSources, credentialFindings } from './databricks-credentials';
import type { Finding } from './finding';
import type { DeploymentAction, DeploymentOptions } from './requested-deployment';
import { describeSecret, secretCommands } from './secret-values';
import { stateFinding } from './state-backend';
import type { SynthesizedStack } from './synthesized-stack';
import { terraformFinding } from './terraform-program';

/** Where a deployment starts from. */
export interface PreflightSources extends CredentialSources {
  readonly projectRoot: string;
  /** Whether somebody sits at a terminal and can be asked. */
  readonly interactive: boolean;
}

/**
 * Everything that can be told of a deployment before it begins, in the order in which it is shown.
 *
 * @param stack what was synthesized, or why it was not
 */
export function preflight(
  action: DeploymentAction | 'review',
  options: Pick<DeploymentOptions, 'environment' | 'check' | 'yes'>,
  stack: SynthesizedStack | Error,
  sources: PreflightSources,
): Finding[] {
  const { variables, projectRoot, interactive } = sources;
  const known = stack instanceof Error ? undefined : stack;
  return [
    environmentFinding(options.environment, stack),
    terraformFinding(variables, known),
    // Which workspace they are for is not known without the stack.
    ...(known ? credentialFindings(known.provider, sources) : []),
    ...(known ? [stateFinding(known, projectRoot)] : []),
    ...(known && action === 'deploy' ? secretFindings(known, variables) : []),
    ...(known && action === 'destroy' ? lossFindings(known) : []),
    ...(interactive || options.yes || options.check
      ? []
      : [
          finding(
            'approval',
            'problem',
            `there is no terminal to ask at. Pass --yes to ${action} without being asked.`,
          ),
        ]),
  ];
}

function environmentFinding(environment: string, stack: SynthesizedStack | Error): Finding {
  return stack instanceof Error
    ? finding('environment', 'problem', stack.message)
    : finding('environment', 'fine', `${environment}, for ${stack.provider.host}`);
}

/** Secrets are a part of every deployment that nobody but a person can do: which, and when. */
function secretFindings(stack: SynthesizedStack, variables: NodeJS.ProcessEnv): Finding[] {
  if (stack.secrets.length === 0) return [];
  const { scopes, values } = secretCommands(stack, variables);
  const names = stack.secrets.map(describeSecret).join(', ');
  const lines = [
    `${names}. Terraform never sees the values. Put in those that are not there yet`,
    ...(scopes.length > 0
      ? ['  into a scope that this deployment does not create:', ...indented(scopes)]
      : []),
    '  after the deployment and before the first run; each command asks for a value:',
    ...indented(values),
  ];
  return [finding('secrets', 'fine', lines.join('\n'))];
}

/** What goes with the stack, and what keeps it. */
function lossFindings(stack: SynthesizedStack): Finding[] {
  const { protectedResources: kept } = stack;
  if (kept.length > 0) {
    const lines = [
      'prevent_destroy keeps these, and Terraform destroys nothing while it does:',
      ...indented(kept),
      'Take the protection out of the environment and deploy that first.',
    ];
    return [finding('protection', 'problem', lines.join('\n'))];
  }
  const scopes = stack.secretScopes.map((scope) => `the values in secret scope '${scope}'`);
  const pipelines =
    stack.resources('pipeline').length > 0 ? ['the tables of the pipeline, with their rows'] : [];
  const lost = [...pipelines, ...scopes];
  return lost.length === 0
    ? []
    : [finding('data', 'warning', `these go as well, and cannot be brought back: ${lost.join(', ')}.`)];
}

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

function finding(subject: string, status: Finding['status'], text: string): Finding {
  return { subject, status, text };
}
