import path from 'node:path';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { type Diagnostic, grouped, renderGroup } from './terraform-messages';

/** A sentence to show in front of an error of Terraform, by a pattern in the error. */
interface Explanation {
  readonly pattern: RegExp;
  readonly sentence: (terraform: string) => string;
}

/** Texts of Terraform 1.11, OpenTofu 1.10 and the Databricks provider 1.99.0. */
const EXPLANATIONS: readonly Explanation[] = [
  {
    pattern: /Backend (?:configuration|type) changed|Backend initialization required/i,
    sentence: (terraform) =>
      `The environment keeps its state in a different place than at the last command in this checkout. Run '${terraform} init -migrate-state' to move the state there, or '${terraform} init -reconfigure' to use the state that is already there.`,
  },
  {
    pattern: /Instance cannot be destroyed/i,
    sentence: () =>
      'The change would replace or delete a protected resource, and its contents with it. Revert the change. If the contents may be lost, deploy `protect: false` first.',
  },
  {
    pattern: /Error acquiring the state lock|state lock/i,
    sentence: (terraform) =>
      `A different deployment holds the lock of the state, or was killed. Wait for it. If none is running, release the lock with '${terraform} force-unlock <ID below>'.`,
  },
  {
    pattern: /Failed to query available provider packages|could not connect to registry/i,
    sentence: () =>
      "The registry of Terraform providers cannot be reached. Use a mirror: 'provider_installation' in the CLI configuration, see https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
  },
  {
    pattern:
      /invalid access token|401 Unauthorized|cannot configure default credentials|default auth: |Credential was not sent|token is expired/i,
    sentence: () =>
      'Databricks rejected the credentials. Check them with: npx medallion deploy <environment> --check',
  },
  {
    pattern: /PERMISSION_DENIED|does not have .{1,60} permission|403 Forbidden|not authorized/i,
    sentence: () =>
      'The deploying identity lacks a right. docs/operations.md lists the rights that a deployment needs.',
  },
];

/** The errors among diagnostics as text: each once, with an explanation in front. */
export function explained(diagnostics: readonly Diagnostic[], directory: string): string {
  return grouped(diagnostics.filter(({ severity }) => severity === 'error'))
    .map((group) => withExplanation(renderGroup(group), directory))
    .join('\n\n');
}

/** A text of Terraform, with an explanation in front if there is one. */
export function withExplanation(text: string, directory: string): string {
  const terraform = `terraform -chdir=${path.relative(PROJECT_ROOT, directory)}`;
  const found = EXPLANATIONS.find(({ pattern }) => pattern.test(text));
  return found ? `${found.sentence(terraform)}\n\n${text}` : text;
}
