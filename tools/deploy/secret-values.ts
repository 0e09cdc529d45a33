import type { ReferredSecret, SynthesizedStack } from './synthesized-stack';

/** Commands that store the secret values a stack refers to; they prompt for each value. */
export interface SecretCommands {
  /** Before the deployment: create the scopes that are not part of it. */
  readonly scopes: readonly string[];

  /** After the deployment and before the first run: store the values. */
  readonly values: readonly string[];
}

/**
 * The commands for storing secret values outside of Terraform.
 *
 * @see https://docs.databricks.com/aws/en/dev-tools/cli/reference/secrets-commands
 */
export function secretCommands(stack: SynthesizedStack, variables: NodeJS.ProcessEnv): SecretCommands {
  const { secrets, secretScopes, provider } = stack;
  const profile = provider.profile ?? variables.DATABRICKS_CONFIG_PROFILE;
  const databricks = (command: string) =>
    profile
      ? `databricks secrets ${command} --profile ${profile}`
      : `DATABRICKS_HOST=${provider.host} databricks secrets ${command}`;
  const foreign = [...new Set(secrets.map(({ scope }) => scope))].filter(
    (scope) => !secretScopes.includes(scope),
  );
  return {
    scopes: foreign.map((scope) => databricks(`create-scope ${scope}`)),
    values: secrets.map(({ scope, key }) => databricks(`put-secret ${scope} ${key}`)),
  };
}

/** `music-streaming/kafka-jaas-config (kafka.sasl_jaas_config)`. */
export function describeSecret({ scope, key, settings }: ReferredSecret): string {
  return `${scope}/${key} (${settings.join(', ')})`;
}
