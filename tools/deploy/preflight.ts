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
  /** Whether there is a terminal to ask at. */
  readonly interactive: boolean;
}

/**
 * Everything that can be checked before a deployment begins, in the order in which it is shown.
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
            `there is no terminal for confirmation. Pass --yes to ${action} without it.`,
          ),
        ]),
  ];
}

function environmentFinding(environment: string, stack: SynthesizedStack | Error): Finding {
  return stack instanceof Error
    ? finding('environment', 'problem', stack.message)
    : finding('environment', 'fine', `${environment}, for ${stack.provider.host}`);
}

/** The secrets that a person has to store, and when. */
function secretFindings(stack: SynthesizedStack, variables: NodeJS.ProcessEnv): Finding[] {
  if (stack.secrets.length === 0) return [];
  const { scopes, values } = secretCommands(stack, variables);
  const names = stack.secrets.map(describeSecret).join(', ');
  const lines = [
    `${names}. Terraform never sees the values. Store those that are missing`,
    ...(scopes.length > 0
      ? ['  into a scope that this deployment does not create:', ...indented(scopes)]
      : []),
    '  after the deployment and before the first run; each command asks for a value:',
    ...indented(values),
  ];
  return [finding('secrets', 'fine', lines.join('\n'))];
}

/** What is deleted with the stack, and what prevents it. */
function lossFindings(stack: SynthesizedStack): Finding[] {
  const { protectedResources: kept } = stack;
  if (kept.length > 0) {
    const lines = [
      'prevent_destroy protects these, and Terraform destroys nothing because of it:',
      ...indented(kept),
      'Remove the protection from the environment and deploy that first.',
    ];
    return [finding('protection', 'problem', lines.join('\n'))];
  }
  const scopes = stack.secretScopes.map((scope) => `the values in secret scope '${scope}'`);
  const pipelines =
    stack.resources('pipeline').length > 0 ? ['the tables of the pipeline, with their rows'] : [];
  const lost = [...pipelines, ...scopes];
  return lost.length === 0
    ? []
    : [finding('data', 'warning', `these are deleted as well, and cannot be restored: ${lost.join(', ')}.`)];
}

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

function finding(subject: string, status: Finding['status'], text: string): Finding {
  return { subject, status, text };
}
