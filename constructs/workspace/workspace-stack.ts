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
  "Give the URL of the workspace without a path, such as 'https://example.cloud.databricks.com'.",
);

/** Which workspace a stack is for, and where its state is. */
export interface WorkspaceStackProps {
  /** URL of the workspace. Credentials come from the Databricks CLI's profile or environment variables. */
  readonly host: string;

  /** Where Terraform keeps its state. */
  readonly state: StateBackend;
}

/**
 * What is deployed to one workspace in one go.
 *
 * It reports what Terraform would only notice while it applies, when half of the workspace has changed already.
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
