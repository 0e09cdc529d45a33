import { DatabricksProvider } from '@cdktf/provider-databricks/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { matching, settingProblems } from '../medallion/settings';
import type { ChecksOutput } from '../medallion/synthesis';
import { deploymentProblems } from './deployment-rules';
import { plaintextSecretProblems } from './plaintext-secrets';
import { addStateBackend, type StateBackend } from './state-backend';

/** URL of a workspace, without a path. */
export const WorkspaceUrl = matching(
  /^https:\/\/[A-Za-z0-9.-]+$/,
  "Use the URL of the workspace without a path, such as 'https://example.cloud.databricks.com'.",
);

/** Workspace and state backend of a stack. */
export interface WorkspaceStackProps {
  /** URL of the workspace. Credentials come from the Databricks CLI profile or environment variables. */
  readonly host: string;

  /** Where Terraform stores its state. */
  readonly state: StateBackend;
}

/**
 * Everything that is deployed to one workspace together.
 *
 * It reports problems that Terraform would only find at apply, when part of the workspace has already changed.
 */
export abstract class WorkspaceStack extends TerraformStack implements ChecksOutput {
  protected constructor(scope: Construct, id: string, { host, state }: WorkspaceStackProps) {
    super(scope, id);
    addStateBackend(this, state);
    new DatabricksProvider(this, 'databricks', { host });
    this.node.addValidation({
      validate: () => settingProblems(WorkspaceUrl, host, 'host'),
    });
  }

  outputProblems(): string[] {
    return [...deploymentProblems(this), ...plaintextSecretProblems(this)];
  }
}
