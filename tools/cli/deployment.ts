import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Send } from '../deploy/access-token';
import { askAtTerminal, askSecretly } from '../deploy/ask';
import { carryOut } from '../deploy/carry-out';
import { type Finding, renderFindings } from '../deploy/finding';
import { preflight } from '../deploy/preflight';
import type { DeploymentAction, DeploymentOptions } from '../deploy/requested-deployment';
import { describeSecret, isMissing, type SecretState } from '../deploy/required-secrets';
import { storeSecrets } from '../deploy/store-secrets';
import { synthesizedStack } from '../deploy/synthesize-stack';
import type { Workspace } from '../deploy/workspace';
import { workspaceChecks } from '../deploy/workspace-findings';
import { workspaceProbes } from '../deploy/workspace-probes';
import { didYouMean } from '../terminal/suggestion';
import { UserError } from '../terminal/user-error';
import { allowOption, readAcceptances } from './allow-option';
import type { CommandDefinition, RunningCommand } from './command';

/** Interaction with the user and with the workspace; replaced in tests. */
export interface DeploymentTerminal {
  /** Whether a terminal is attached for questions. */
  readonly interactive: boolean;
  readonly ask: typeof askAtTerminal;
  readonly askSecretly: typeof askSecretly;
  /** Returns all of standard input. */
  readonly readInput: () => string;
  /** Waits between two looks at something that runs in the workspace. */
  readonly pause: () => Promise<void>;
  /** Sends requests to the workspace. */
  readonly send: Send;
}

const THIS_TERMINAL: DeploymentTerminal = {
  interactive: process.stdin.isTTY === true,
  ask: askAtTerminal,
  askSecretly,
  readInput: () => readFileSync(0, 'utf8'),
  pause: () => sleep(5000),
  send: fetch,
};

const DESCRIPTIONS: Readonly<Record<DeploymentAction, string>> = {
  deploy:
    'Checks that an environment can be deployed, plans, explains the plan, asks, and applies that exact plan.',
  destroy:
    'Checks that an environment can be destroyed, plans, explains what will be deleted, asks, and applies that exact plan.',
};

const WHAT_RUNS: Readonly<Record<DeploymentAction, string>> = {
  deploy: `The command synthesizes the environment into cdktf.out, runs terraform plan there and shows the same review as npx medallion review. Where data is at risk, you confirm by typing the name of the environment. --yes asks nothing, and deploys only changes that are safe or accepted with --allow. Secrets that the environment needs must exist: the command asks for missing values, and with --yes it refuses; --store-secret stores one from standard input. Plain 'npx cdktf deploy <environment>' uses the same state, without a review.`,
  destroy: `The command synthesizes the environment into cdktf.out, runs terraform plan -destroy there and shows a review of what will be deleted. You confirm by typing the name of the environment; --yes asks nothing. Resources that are protected in the deployed environment are never destroyed: deploy \`protect: false\` first.`,
};

const EXIT_STATUSES: Readonly<Record<DeploymentAction, string>> = {
  deploy: `Exit status: 0 if deployed or nothing to change; 3 or 4 if not approved, as for npx medallion review; 1 if the preflight finds a problem or you answer no; otherwise that of Terraform.`,
  destroy: `Exit status: 0 if destroyed or nothing is deployed; 3 or 4 if not approved; 1 if the preflight finds a problem; otherwise that of Terraform.`,
};

const notes = (action: DeploymentAction) => `
${WHAT_RUNS[action]}

Terraform or OpenTofu must be installed; TERRAFORM_BINARY_NAME=tofu selects OpenTofu. Credentials come from environment variables or a Databricks CLI profile: https://docs.databricks.com/aws/en/dev-tools/auth/

${EXIT_STATUSES[action]}

Examples:
  npx medallion ${action} dev --check${action === 'deploy' ? ' --workspace' : ''}
  DATABRICKS_CONFIG_PROFILE=staging npx medallion ${action} staging
  TERRAFORM_BINARY_NAME=tofu npx medallion ${action} prod --yes`;

const PAST: Readonly<Record<DeploymentAction, string>> = { deploy: 'deployed', destroy: 'destroyed' };

/** Defines `medallion deploy` and `medallion destroy`, which differ only in the step after the preflight. */
export function deploymentCommand(
  action: DeploymentAction,
  terminal: DeploymentTerminal = THIS_TERMINAL,
): CommandDefinition<DeploymentOptions> {
  return {
    name: action,

    define(command) {
      command
        .usage('<environment> [options]')
        .description(DESCRIPTIONS[action])
        .argument('[environment]', 'name of the environment: a file of environments/')
        .option('--check', 'run only the preflight')
        .option('--yes', `${action} without asking`)
        .addHelpText('after', notes(action));
      return action === 'destroy'
        ? command
        : command
            .addOption(allowOption())
            .option(
              '--workspace',
              'with --check, also probe the workspace and validate the deployed pipelines',
            )
            .option('--store-secret <name>', 'only store the value of a secret, read from standard input');
    },

    read({ operands: [environment = ''], values }, problems) {
      if (environment === '')
        problems.push(`The environment is missing, for example: npx medallion ${action} dev`);
      const {
        check = false,
        yes = false,
        allow = [],
        storeSecret,
        workspace = false,
      } = values as Partial<DeploymentOptions> & { readonly allow?: readonly string[] };
      const acceptances = readAcceptances(allow, problems);
      if (workspace && !check) problems.push('--workspace only extends --check: add --check.');
      return {
        environment,
        check,
        yes,
        acceptances,
        workspace,
        ...(storeSecret === undefined ? {} : { storeSecret }),
      };
    },

    run: (options, running) => deployment(action, options, running, terminal),
  };
}

async function deployment(
  action: DeploymentAction,
  options: DeploymentOptions,
  running: RunningCommand,
  terminal: DeploymentTerminal,
): Promise<number> {
  const { environment, storeSecret } = options;
  const { state, variables, progress, output: standardOutput, synthesizedTo: output } = running;
  const { ask, askSecretly, interactive, send } = terminal;
  const onlyChecks = options.check || storeSecret !== undefined;
  const stack = await synthesizedStack(environment, { state, output }, progress);
  const findings = preflight(action, { ...options, check: onlyChecks }, stack, { ...running, interactive });
  const isPossible = !findings.some(isProblem);
  const asks = interactive && !options.check && !options.yes;
  const checks =
    stack instanceof UserError || !isPossible
      ? undefined
      : await workspaceChecks(action, stack, { ...running, send, asks: asks || storeSecret !== undefined });
  findings.push(...(checks?.findings ?? []));
  if (options.workspace && checks?.workspace && !(stack instanceof UserError)) {
    const { workspace, me = '' } = checks;
    const activity = progress.begin('Probing the workspace; a validation can take minutes');
    findings.push(...(await workspaceProbes({ stack, workspace, me, pause: terminal.pause })));
    activity.dismiss();
  }
  progress.problem(renderFindings(findings, progress.paint));
  const problems = findings.filter(isProblem).length;
  if (problems > 0 || stack instanceof UserError) {
    progress.problem(
      `\n${problems === 1 ? '1 problem' : `${problems} problems`}, nothing was ${PAST[action]}.`,
    );
    return 1;
  }
  if (options.check) return 0;
  const { workspace, secrets = [] } = checks ?? {};
  if (storeSecret !== undefined) {
    const readValue = async (name: string) =>
      interactive ? askSecretly(`Value of ${name} (not shown): `) : terminal.readInput();
    const props = { stack, workspace: reached(workspace), state, variables, readValue };
    await storeSecrets([secretNamed(storeSecret, secrets)], props, progress);
    return 0;
  }
  const missing = secrets.filter(isMissing);
  if (missing.length > 0) {
    const readValue = (name: string) => askSecretly(`Value of ${name} (not shown, empty to stop): `);
    const props = { stack, workspace: reached(workspace), state, variables, readValue };
    await storeSecrets(missing, props, progress);
  }
  return carryOut(action, stack, options, { state, variables, standardOutput, ask, workspace }, progress);
}

const isProblem = ({ status }: Finding) => status === 'problem';

function reached(workspace: Workspace | undefined): Workspace {
  if (workspace) return workspace;
  throw new UserError('Secrets can only be stored in a workspace that the checks above can reach.');
}

function secretNamed(name: string, secrets: readonly SecretState[]): SecretState {
  const names = secrets.map(({ secret }) => describeSecret(secret));
  const found = secrets[names.indexOf(name)];
  if (found) return found;
  throw new UserError(
    `The environment does not use a secret '${name}'.${didYouMean(name, names) || ` Its secrets: ${names.join(', ') || 'none'}.`}`,
  );
}
