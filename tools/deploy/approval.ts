import { createInterface } from 'node:readline/promises';
import { acceptanceOf } from '../review/accepted-findings';
import { severityOf } from '../review/finding';
import type { Review } from '../review/review';

/** Asks somebody, and resolves with what they type; nothing if they leave. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Who decides on a deployment, and how. */
export interface ApprovalProps {
  readonly environment: string;
  /** Whether nobody is asked: then only what is safe or accepted is deployed. */
  readonly yes: boolean;
  readonly ask: Ask;
}

/**
 * Whether a deployment may go on. Where data is at risk, the name of the environment has to be typed: nobody does that
 * without having read why.
 *
 * @returns why not, or nothing if it may
 */
export async function refusalOf(
  review: Review,
  { environment, yes, ask }: ApprovalProps,
): Promise<string | undefined> {
  if (review.severity === 'safe' && yes) return undefined;
  if (yes) return withoutBeingAsked(review);
  if (review.severity === 'data at risk') {
    const typed = await ask(
      `Data is at risk. Type the name of the environment (${environment}) to deploy all the same: `,
    );
    return typed?.trim() === environment
      ? undefined
      : `'${environment}' was not typed, nothing was deployed.`;
  }
  const answer = await ask(`Deploy this to ${environment}? (y/N) `);
  return /^y(es)?$/i.test(answer?.trim() ?? '') ? undefined : 'Nothing was deployed.';
}

/** `--yes` accepts nothing by itself. */
function withoutBeingAsked({ findings }: Review): string {
  const open = findings.filter((finding) => severityOf(finding) !== 'safe');
  const options = [...new Set(open.flatMap(acceptanceOf))];
  return [
    'Nothing was deployed: --yes deploys what is safe or named with --allow. What is not:',
    ...options.map((option) => `  ${option}`),
  ].join('\n');
}

/** Asks at this terminal. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const left = new AbortController();
  // Ctrl-C and the end of the input are an answer as well: no.
  terminal.on('SIGINT', () => terminal.close());
  terminal.on('close', () => left.abort());
  try {
    return await terminal.question(question, { signal: left.signal });
  } catch (error) {
    if (!left.signal.aborted) throw error;
    process.stderr.write('\n');
    return undefined;
  } finally {
    terminal.close();
  }
}
