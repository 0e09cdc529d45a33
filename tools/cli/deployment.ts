import { askAtTerminal } from '../deploy/approval';
import { carryOut } from '../deploy/carry-out';
import { renderFindings } from '../deploy/finding';
import { preflight } from '../deploy/preflight';
import type { DeploymentAction, DeploymentOptions } from '../deploy/requested-deployment';
import { synthesizedStack } from '../deploy/synthesize-stack';
import { UserError } from '../terminal/user-error';
import { allowOption, readAcceptances } from './allow-option';
import type { CommandDefinition, RunningCommand } from './command';

/** Interaction with the user; replaced in tests. */
export interface DeploymentTerminal {
  /** Whether a terminal is attached for questions. */
  readonly interactive: boolean;
  readonly ask: typeof askAtTerminal;
}

const THIS_TERMINAL: DeploymentTerminal = {
  interactive: process.stdin.isTTY === true,
  ask: askAtTerminal,
};

const DESCRIPTIONS: Readonly<Record<DeploymentAction, string>> = {
  deploy:
    'Checks that an environment can be deployed, plans, explains the plan, asks, and applies that exact plan.',
  destroy:
    'Checks that an environment can be destroyed, plans, explains what will be deleted, asks, and applies that exact plan.',
};

const WHAT_RUNS: Readonly<Record<DeploymentAction, string>> = {
  deploy: `The command synthesizes the environment into cdktf.out, runs terraform plan there and shows the same review as npx medallion review. Where data is at risk, you confirm by typing the name of the environment. --yes asks nothing, and deploys only changes that are safe or accepted with --allow. Plain 'npx cdktf deploy <environment>' uses the same state, without a review.`,
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
  npx medallion ${action} dev --check
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
      return action === 'deploy' ? command.addOption(allowOption()) : command;
    },

    read({ operands: [environment = ''], values }, problems) {
      if (environment === '')
        problems.push(`The environment is missing, for example: npx medallion ${action} dev`);
      const {
        check = false,
        yes = false,
        allow = [],
      } = values as Partial<DeploymentOptions> & { readonly allow?: readonly string[] };
      return { environment, check, yes, acceptances: readAcceptances(allow, problems) };
    },

    run: (options, running) => deployment(action, options, running, terminal),
  };
}

async function deployment(
  action: DeploymentAction,
  options: DeploymentOptions,
  running: RunningCommand,
  { interactive, ask }: DeploymentTerminal,
): Promise<number> {
  const { environment, check } = options;
  const { state, variables, progress, output: standardOutput, synthesizedTo: output } = running;
  const stack = await synthesizedStack(environment, { state, output }, progress);
  const findings = preflight(action, options, stack, { ...running, interactive });
  progress.problem(renderFindings(findings, progress.paint));
  const problems = findings.filter(({ status }) => status === 'problem').length;
  if (problems > 0 || stack instanceof UserError) {
    progress.problem(
      `\n${problems === 1 ? '1 problem' : `${problems} problems`}, nothing was ${PAST[action]}.`,
    );
    return 1;
  }
  if (check) return 0;
  return carryOut(action, stack, options, { state, variables, standardOutput, ask }, progress);
}
