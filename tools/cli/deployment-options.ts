import { Command } from 'commander';
import type { DeploymentAction, DeploymentOptions } from '../deploy/requested-deployment';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';
import { allowOption, readAcceptances } from './review-options';

const DESCRIPTIONS: Readonly<Record<DeploymentAction, string>> = {
  deploy:
    'Checks that an environment can be deployed, plans, explains the plan, asks, and carries out that very plan.',
  destroy: 'Checks that an environment can be destroyed, shows what would go, asks, and destroys it.',
};

const WHAT_RUNS: Readonly<Record<DeploymentAction, string>> = {
  deploy: `It synthesizes the environment to cdktf.out and has Terraform plan there. What it says of the plan is what npm run review
says. Where data is at risk, the name of the environment has to be typed; --yes asks nothing, and deploys only what is
safe or named with --allow. Plain 'npx cdktf deploy <environment>' goes on where this was, without a review.`,
  destroy: `It synthesizes the environment to cdktf.out and runs cdktf destroy there, so that plain 'npx cdktf destroy <environment>'
goes on where this was.`,
};

const EXIT_STATUSES: Readonly<Record<DeploymentAction, string>> = {
  deploy: `Exit status: 0 if it is deployed, or nothing changes; 3 or 4 if it was not approved, as of npm run review; 1 if the
preflight finds a problem or somebody says no; else that of Terraform.`,
  destroy: 'Exit status: 1 if the preflight finds a problem, else that of cdktf.',
};

const notes = (action: DeploymentAction) => `
${WHAT_RUNS[action]}

Terraform or OpenTofu must be installed; TERRAFORM_BINARY_NAME=tofu takes OpenTofu. Credentials come from environment
variables or a profile of the Databricks CLI: https://docs.databricks.com/aws/en/dev-tools/auth/

${EXIT_STATUSES[action]}

Examples:
  npm run ${action} -- dev --check
  DATABRICKS_CONFIG_PROFILE=staging npm run ${action} -- staging
  TERRAFORM_BINARY_NAME=tofu npm run ${action} -- prod --yes`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of running
 * @throws UserError that names everything wrong with the command line, at once
 */
export function parseDeploymentOptions(
  action: DeploymentAction,
  commandLine: readonly string[],
): DeploymentOptions | string {
  const command = new Command(`npm run ${action} --`)
    .usage('<environment> [options]')
    .description(DESCRIPTIONS[action])
    .argument('[environment]', 'name of the environment: a file of environments/')
    .option('--check', 'run the preflight and nothing else')
    .option('--yes', `${action} without asking`)
    .helpOption('--help', 'show this')
    .addHelpText('after', notes(action))
    .allowExcessArguments()
    .allowUnknownOption();
  if (action === 'deploy') command.addOption(allowOption());
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  const [environment, ...others] = command.args.filter((word) => !word.startsWith('-'));
  const unknown = command.args.filter((word) => word.startsWith('-'));
  problems.push(...surplusProblems(command, [...unknown, ...others]));
  if (environment === undefined) problems.push(`Say which environment, as in: npm run ${action} -- dev.`);
  const {
    check = false,
    yes = false,
    allow = [],
  } = command.opts<Partial<DeploymentOptions> & { readonly allow?: readonly string[] }>();
  const acceptances = readAcceptances(allow, problems);
  if (problems.length > 0 || environment === undefined) {
    throw new UserError(`${problems.join('\n')}\n  npm run ${action} -- --help shows every option.`);
  }
  return { environment, check, yes, acceptances };
}
