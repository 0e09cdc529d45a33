import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { renderFindings } from '../deploy/finding';
import { planStack } from '../deploy/planned-stack';
import { preflight } from '../deploy/preflight';
import { synthesizedStack } from '../deploy/synthesize-stack';
import { ACCEPTABLE_KINDS, type Acceptance } from '../review/accepted-findings';
import { EXIT_STATUS } from '../review/exit-status';
import { compareStacks } from '../review/plan/compared-stacks';
import type { Deployment } from '../review/plan/deployment';
import { readPlan } from '../review/plan/plan-file';
import { readStack } from '../review/plan/stack-directory';
import { renderJson } from '../review/render-json';
import { renderMarkdown } from '../review/render-markdown';
import { renderTerminal, type TerminalProps } from '../review/render-terminal';
import { type Review, reviewOf } from '../review/review';
import { lineWidth, paintFor } from '../terminal/style';
import { UserError } from '../terminal/user-error';
import { allowOption, readAcceptances } from './allow-option';
import type { CommandDefinition, RunningCommand } from './command';

export type ReviewFormat = 'terminal' | 'markdown' | 'json';

/** Subject of a review. */
export type ReviewSubject =
  | { readonly kind: 'environment'; readonly environment: string }
  | { readonly kind: 'plan'; readonly file: string }
  | {
      readonly kind: 'stacks';
      readonly before: string;
      readonly after: string;
      /** @default - the only environment */
      readonly environment?: string;
    };

/** Options of `medallion review`. */
export interface ReviewOptions {
  readonly subject: ReviewSubject;
  readonly format: ReviewFormat;
  readonly acceptances: readonly Acceptance[];
}

const NOTES = `
With an environment, the command synthesizes it and runs terraform plan (or OpenTofu's) with the same credentials as npx medallion deploy; nothing is changed. --plan explains the output of 'terraform show -json' for any plan; '-' reads it from standard input. --compare explains the difference between two directories written by npx medallion synth, without state, credentials or Terraform.

Exit status, by the worst finding that is not accepted: 0 safe, 3 attention, 4 data at risk; 1 if the review failed.

Findings: ${ACCEPTABLE_KINDS.join(', ')}.

Examples:
  npx medallion review prod
  npx medallion review prod --allow recomputed=gold_top_artists --format markdown > review.md
  npx medallion review --plan plan.json --format json
  npx medallion review prod --compare ../main/cdktf.out cdktf.out`;

export const review: CommandDefinition<ReviewOptions> = {
  name: 'review',

  define: (command) =>
    command
      .description(
        'Explains what a deployment will do to the tables; only the review is written to standard output.',
      )
      .argument('[environment]', 'name of the environment: a file of environments/')
      .option('--plan <file>', "explain a plan in JSON, from 'terraform show -json'")
      .option(
        '--compare <directories...>',
        'explain the difference between two synthesized directories: old, new',
      )
      .addOption(allowOption())
      .addOption(
        new Option('--format <format>', 'format of the review')
          .choices(['terminal', 'markdown', 'json'])
          .default('terminal'),
      )
      .addHelpText('after', NOTES),

  read({ operands: [environment], values }, problems) {
    const {
      plan,
      compare,
      allow = [],
      format,
    } = values as {
      readonly plan?: string;
      readonly compare?: readonly string[];
      readonly allow?: readonly string[];
      readonly format: ReviewFormat;
    };
    const acceptances = readAcceptances(allow, problems);
    return { subject: readSubject(environment, plan, compare, problems), format, acceptances };
  },

  async run({ subject, acceptances, format }, running) {
    const { output, variables, progress } = running;
    const { deployment, title } = await deploymentOf(subject, running);
    const found = reviewOf(deployment, acceptances);
    progress.close();
    const style = { paint: paintFor(output, variables), width: lineWidth(output) };
    output.write(`${rendered(found, title, format, style)}\n`);
    return EXIT_STATUS[found.severity];
  },
};

function rendered(
  review: Review,
  title: string,
  format: ReviewFormat,
  style: Omit<TerminalProps, 'title'>,
): string {
  switch (format) {
    case 'json':
      return renderJson(review, title);
    case 'markdown':
      return renderMarkdown(review, title).trimEnd();
    default:
      return renderTerminal(review, { title, ...style });
  }
}

async function deploymentOf(
  subject: ReviewSubject,
  running: RunningCommand,
): Promise<{ readonly deployment: Deployment; readonly title: string }> {
  switch (subject.kind) {
    case 'stacks': {
      const { before, after, environment } = subject;
      const deployment = compareStacks(readStack(before, environment), readStack(after, environment));
      return {
        deployment,
        title: `${before} → ${after}${environment === undefined ? '' : ` (${environment})`}`,
      };
    }
    case 'plan': {
      const isInput = subject.file === '-';
      const title = isInput ? 'standard input' : subject.file;
      return { deployment: readPlan(textOf(isInput ? 0 : subject.file, title), title), title };
    }
    case 'environment': {
      const json = await planOf(subject.environment, running);
      return { deployment: readPlan(json, `the plan of ${subject.environment}`), title: subject.environment };
    }
  }
}

async function planOf(environment: string, running: RunningCommand): Promise<string> {
  const { state, variables, progress, synthesizedTo } = running;
  const stack = await synthesizedStack(environment, { state, output: synthesizedTo }, progress);
  const options = { environment, check: true, yes: false };
  const findings = preflight('review', options, stack, { ...running, interactive: false });
  const problems = findings.filter(({ status }) => status === 'problem');
  if (problems.length > 0 || stack instanceof UserError) {
    throw new UserError(renderFindings(findings, progress.paint));
  }
  // Nothing is applied, so the review neither waits for a deployment nor delays one.
  const { plan } = await planStack(stack, { state, variables, progress }, { lock: false });
  return plan.json;
}

function textOf(file: string | number, title: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === 'ENOENT' ? `file ${title} does not exist.` : `${title} cannot be read: ${message}`,
    );
  }
}

function readSubject(
  environment: string | undefined,
  plan: string | undefined,
  compare: readonly string[] | undefined,
  problems: string[],
): ReviewSubject {
  if (compare) {
    const [before = '', after, ...others] = compare;
    if (plan !== undefined) problems.push('--plan and --compare are mutually exclusive: remove one of them.');
    if (after === undefined || others.length > 0) {
      problems.push(
        `--compare requires two directories, the old and the new one, but got ${compare.length}.`,
      );
    }
    return {
      kind: 'stacks',
      before,
      after: after ?? '',
      ...(environment === undefined ? {} : { environment }),
    };
  }
  if (plan !== undefined) {
    if (environment !== undefined) {
      problems.push(`--plan determines the environment: remove '${environment}'.`);
    }
    return { kind: 'plan', file: plan };
  }
  if (environment === undefined) {
    problems.push(
      'The environment is missing, for example: npx medallion review prod. Alternatives are --plan and --compare.',
    );
  }
  return { kind: 'environment', environment: environment ?? '' };
}
