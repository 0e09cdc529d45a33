import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { StateDirectory } from '../artefacts/state-directory';
import { renderFindings } from '../deploy/finding';
import { planStack } from '../deploy/planned-stack';
import { type PreflightSources, preflight } from '../deploy/preflight';
import { synthesizedStack } from '../deploy/synthesize-stack';
import { EXIT_STATUS } from '../review/exit-status';
import { compareStacks } from '../review/plan/compared-stacks';
import type { Deployment } from '../review/plan/deployment';
import { readPlan } from '../review/plan/plan-file';
import { readStack } from '../review/plan/stack-directory';
import { renderJson } from '../review/render-json';
import { renderMarkdown } from '../review/render-markdown';
import { renderTerminal } from '../review/render-terminal';
import { type Review, reviewOf } from '../review/review';
import { terminalStyle } from '../review/terminal-style';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';
import { parseReviewOptions, type ReviewFormat, type ReviewOptions } from './review-options';

/** Where the command runs. */
export interface ReviewSurroundings extends PreflightSources {
  /** Holds the log of the synthesis, and the plan. */
  readonly state: StateDirectory;
  /** Directory that is synthesized to. */
  readonly output: string;
  /** Takes the review and nothing else. */
  readonly standardOutput: Pick<NodeJS.WriteStream, 'write'> & {
    readonly isTTY?: boolean;
    readonly columns?: number;
  };
}

/** Runs `npm run review` and resolves with its exit code. */
export async function reviewCommand(
  commandLine: readonly string[],
  surroundings: ReviewSurroundings,
): Promise<number> {
  const { standardOutput, variables } = surroundings;
  return runCommand(async ({ progress }) => {
    const options = parseReviewOptions(commandLine);
    if (typeof options === 'string') {
      standardOutput.write(`${options}\n`);
      return 0;
    }
    const { deployment, title } = await deploymentOf(options, surroundings, progress);
    const review = reviewOf(deployment, options.acceptances);
    progress.close();
    standardOutput.write(
      `${rendered(review, title, options.format, terminalStyle(standardOutput, variables))}\n`,
    );
    return EXIT_STATUS[review.severity];
  });
}

function rendered(
  review: Review,
  title: string,
  format: ReviewFormat,
  style: ReturnType<typeof terminalStyle>,
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
  { subject }: ReviewOptions,
  surroundings: ReviewSurroundings,
  progress: Progress,
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
      const json = await planOf(subject.environment, surroundings, progress);
      return { deployment: readPlan(json, `the plan of ${subject.environment}`), title: subject.environment };
    }
  }
}

async function planOf(
  environment: string,
  surroundings: ReviewSurroundings,
  progress: Progress,
): Promise<string> {
  const { state, variables } = surroundings;
  const stack = await synthesizedStack(environment, surroundings, progress);
  const findings = preflight('review', { environment, check: true, yes: false }, stack, surroundings);
  const problems = findings.filter(({ status }) => status === 'problem');
  if (problems.length > 0 || stack instanceof UserError) {
    throw new UserError(renderFindings(findings, (colour, text) => progress.paint(colour, text)));
  }
  const { json } = await planStack(stack, path.join(state.root, 'deployment'), variables, progress);
  return json;
}

function textOf(file: string | number, title: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === 'ENOENT' ? `there is no file ${title}.` : `${title} cannot be read: ${message}`,
    );
  }
}
