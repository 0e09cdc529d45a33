import { credentialFindings } from './databricks-credentials';
import type { Finding } from './finding';
import type { DeploymentAction, DeploymentOptions } from './requested-deployment';
import type { CredentialSources } from './sign-in';
import { stateFinding } from './state-backend';
import type { SynthesizedStack } from './synthesized-stack';
import { terraformFinding } from './terraform-program';

/** Inputs of the preflight. */
export interface PreflightSources extends CredentialSources {
  readonly projectRoot: string;
  /** Whether a terminal is attached for questions. */
  readonly interactive: boolean;
}

/**
 * Runs all checks that need no connection, in display order.
 *
 * @param stack the synthesized stack, or the synthesis error
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
    // The workspace is unknown without the stack.
    ...(known ? credentialFindings(known.provider, sources) : []),
    ...(known ? [stateFinding(known, projectRoot)] : []),
    ...(known ? variableFindings(known, variables) : []),
    ...(known && action === 'destroy' ? lossFindings(known) : []),
    ...(interactive || options.yes || options.check
      ? []
      : [
          finding(
            'approval',
            'problem',
            `no terminal is attached for confirmation. Pass --yes to ${action} without it.`,
          ),
        ]),
  ];
}

function environmentFinding(environment: string, stack: SynthesizedStack | Error): Finding {
  return stack instanceof Error
    ? finding('environment', 'problem', stack.message)
    : finding('environment', 'fine', `${environment}, for ${stack.provider.host}`);
}

/** Variables that Terraform needs. Their values are secrets, so they are read from the environment. */
function variableFindings(stack: SynthesizedStack, variables: NodeJS.ProcessEnv): Finding[] {
  const names = stack.variables.map((name) => `TF_VAR_${name}`);
  if (names.length === 0) return [];
  const missing = names.filter((name) => !variables[name]);
  return [
    missing.length === 0
      ? finding('variables', 'fine', names.join(', '))
      : finding(
          'variables',
          'problem',
          `${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not set. Export the address of each notification destination, a URL or an integration key.`,
        ),
  ];
}

/** Data deleted with the stack, or protected resources that prevent it. */
function lossFindings(stack: SynthesizedStack): Finding[] {
  const { protectedResources: kept } = stack;
  if (kept.length > 0) {
    const lines = [
      'prevent_destroy protects these resources, so Terraform will refuse to destroy the stack:',
      ...indented(kept),
      'Remove the protection from the environment and deploy this change first.',
    ];
    return [finding('protection', 'problem', lines.join('\n'))];
  }
  const scopes = stack.secretScopes.map((scope) => `the values in secret scope '${scope}'`);
  const pipelines =
    stack.resources('pipeline').length > 0 ? ['the tables of the pipeline, with their rows'] : [];
  const lost = [...pipelines, ...scopes];
  return lost.length === 0
    ? []
    : [finding('data', 'warning', `also deleted, without a way to restore it: ${lost.join(', ')}.`)];
}

const indented = (lines: readonly string[]) => lines.map((line) => `    ${line}`);

function finding(subject: string, status: Finding['status'], text: string): Finding {
  return { subject, status, text };
}
