import { Command, Option } from 'commander';
import { ACCEPTABLE_KINDS, type Acceptance, readAcceptance } from '../review/accepted-findings';
import { parseCommandLine, surplusProblems } from '../terminal/command-line';
import { UserError } from '../terminal/user-error';

export type ReviewFormat = 'terminal' | 'markdown' | 'json';

/** What is reviewed. */
export type ReviewSubject =
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'plan'; readonly file: string }
  | {
      readonly kind: 'stacks';
      readonly before: string;
      readonly after: string;
      /** @default - the only one */
      readonly environment?: string;
    };

/** What `npm run review` was asked to do. */
export interface ReviewOptions {
  readonly subject: ReviewSubject;
  readonly format: ReviewFormat;
  readonly acceptances: readonly Acceptance[];
}

const NOTES = `
An environment is synthesized and planned by Terraform or OpenTofu, with the credentials of npm run deploy; nothing is
changed. --plan explains what 'terraform show -json' says of a plan from elsewhere; '-' reads it from standard input.
--compare explains the difference of two directories that npm run synth wrote, with no state, credentials or Terraform.

Exit status by the worst finding that is not accepted: 0 safe, 3 attention, 4 data at risk; 1 if there is no review.

Findings: ${ACCEPTABLE_KINDS.join(', ')}.

Examples:
  npm run review -- prod
  npm run review -- prod --allow recomputed=gold_top_artists --format markdown > review.md
  npm run review -- --plan plan.json --format json
  npm run review -- prod --compare ../main/cdktf.out cdktf.out`;

/**
 * Reads the command line.
 *
 * @returns the options, or the text to show instead of a review
 * @throws UserError that names everything wrong with the command line, at once
 */
export function parseReviewOptions(commandLine: readonly string[]): ReviewOptions | string {
  const command = new Command('npm run review --')
    .usage('[environment] [options]')
    .description(
      'Explains what a deployment will do to the tables; standard output has nothing but the review.',
    )
    .argument('[environment]', 'name of the environment: a file of environments/')
    .option('--plan <file>', "explain a plan in JSON, from 'terraform show -json'")
    .option(
      '--compare <directories...>',
      'explain the difference of two synthesized directories: the old, the new',
    )
    .addOption(allowOption())
    .addOption(
      new Option('--format <format>', 'how the review is written')
        .choices(['terminal', 'markdown', 'json'])
        .default('terminal'),
    )
    .helpOption('--help', 'show this')
    .addHelpText('after', NOTES)
    .allowExcessArguments()
    .allowUnknownOption();
  const { help, problems } = parseCommandLine(command, commandLine);
  if (help !== undefined) return help;
  const [environment, ...others] = command.args.filter((word) => !word.startsWith('-'));
  const unknown = command.args.filter((word) => word.startsWith('-'));
  problems.push(...surplusProblems(command, [...unknown, ...others]));
  const {
    plan,
    compare,
    allow = [],
    format,
  } = command.opts<{
    readonly plan?: string;
    readonly compare?: readonly string[];
    readonly allow?: readonly string[];
    readonly format: ReviewFormat;
  }>();
  const acceptances = readAcceptances(allow, problems);
  const subject = readSubject(environment, plan, compare, problems);
  if (problems.length > 0 || subject === undefined) {
    throw new UserError(`${problems.join('\n')}\n  npm run review -- --help shows every option.`);
  }
  return { subject, format, acceptances };
}

/** `--allow`, which can be given often. */
export function allowOption(): Option {
  return new Option(
    '--allow <finding>',
    'accept a finding, or with finding=dataset that of one; can be repeated',
  ).argParser((text: string, others: readonly string[] = []) => [...others, text]);
}

/** What `--allow` names; what it names wrongly is added to the problems. */
export function readAcceptances(texts: readonly string[], problems: string[]): Acceptance[] {
  return texts.flatMap((text) => {
    const acceptance = readAcceptance(text);
    if (typeof acceptance !== 'string') return [acceptance];
    problems.push(acceptance);
    return [];
  });
}

function readSubject(
  environment: string | undefined,
  plan: string | undefined,
  compare: readonly string[] | undefined,
  problems: string[],
): ReviewSubject | undefined {
  if (compare) {
    const [before, after, ...others] = compare;
    if (plan !== undefined) problems.push('--plan and --compare exclude each other: take one of them.');
    if (before === undefined || after === undefined || others.length > 0) {
      problems.push(
        `--compare takes two directories, the old one and the new one, and has ${compare.length}.`,
      );
      return undefined;
    }
    return { kind: 'stacks', before, after, ...(environment === undefined ? {} : { environment }) };
  }
  if (plan !== undefined) {
    if (environment !== undefined) {
      problems.push(`--plan has its environment in it: leave out '${environment}'.`);
    }
    return { kind: 'plan', file: plan };
  }
  if (environment !== undefined) return { kind: 'environment', environment };
  problems.push('Say which environment, as in: npm run review -- prod. Or give --plan or --compare.');
  return undefined;
}
