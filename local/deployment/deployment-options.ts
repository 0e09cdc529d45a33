import { Command } from 'commander';
import { parseCommandLine, surplusProblems } from '../command-line';
import { UserError } from '../user-error';

/** What is done with an environment. */
export type DeploymentAction = 'deploy' | 'destroy';

/** What `npm run deploy` or `npm run destroy` was asked to do. */
export interface DeploymentOptions {
  /** Name of the environment: a file of `environments/`. */
  readonly environment: string;

  /** Whether only the preflight runs. */
  readonly check: boolean;

  /** Whether the plan is carried out without asking. */
  readonly yes: boolean;
}

const DESCRIPTIONS: Readonly<Record<DeploymentAction, string>> = {
  deploy: 'Checks that an environment can be deployed, shows what would change, asks, and deploys it.',
  destroy: 'Checks that an environment can be destroyed, shows what would go, asks, and destroys it.',
};

const notes = (action: DeploymentAction) => `
It synthesizes the environment to cdktf.out and runs cdktf ${action} there, so that plain 'npx cdktf ${action} <environment>'
goes on where this was.

Terraform or OpenTofu must be installed; TERRAFORM_BINARY_NAME=tofu takes OpenTofu. Credentials come from environment
variables or a profile of the Databricks CLI: https://docs.databricks.com/aws/en/dev-tools/auth/

Exit status: 1 if the preflight finds a problem, else that of cdktf.

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
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  const [environment, ...others] = command.args.filter((word) => !word.startsWith('-'));
  const unknown = command.args.filter((word) => word.startsWith('-'));
  problems.push(...surplusProblems(command, [...unknown, ...others]));
  if (environment === undefined) problems.push(`Say which environment, as in: npm run ${action} -- dev.`);
  if (problems.length > 0 || environment === undefined) {
    throw new UserError(`${problems.join('\n')}\n  npm run ${action} -- --help shows every option.`);
  }
  const { check = false, yes = false } = command.opts<Partial<DeploymentOptions>>();
  return { environment, check, yes };
}
