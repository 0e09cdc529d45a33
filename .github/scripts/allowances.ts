import { readFileSync } from 'node:fs';
import { readAcceptance } from '../../tools/review/accepted-findings';
import { FINDING_KINDS } from '../../tools/review/finding-kinds';

/** A line of a commit message, such as `Allow-Finding: dataset-removed=gold_daily_pages, recomputed=gold_top_artists`. */
const LINE = /^[ \t]*Allow-Finding:(.*)$/gim;

/** Accepted findings, as options of `npx medallion review` and `npx medallion deploy`. */
export interface Allowances {
  /** `--allow=<finding>` or `--allow=<finding>=<dataset or address>`, without duplicates. */
  readonly options: readonly string[];

  /** Errors in the names, one sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads the accepted findings.
 *
 * @param messages commit messages; only lines that start with `Allow-Finding:` are read
 * @param named more findings, separated by spaces or commas
 */
export function allowancesOf(messages: string, named: string): Allowances {
  const lines = [...messages.matchAll(LINE)].map(([, names = '']) => names);
  const names = new Set(
    [...lines, named].flatMap((text) => text.split(/[\s,]+/)).filter((name) => name !== ''),
  );
  return {
    options: [...names].map((name) => `--allow=${name}`),
    problems: [...names].flatMap(problemsOf),
  };
}

function problemsOf(name: string): string[] {
  const acceptance = readAcceptance(name);
  if (typeof acceptance === 'string') return [acceptance];
  const { kind, subject } = acceptance;
  // By the time it is deployed, a finding without its table could accept more than was reviewed.
  return FINDING_KINDS[kind].severity === 'data at risk' && subject === undefined
    ? [`--allow '${kind}' puts data at risk and needs a place: ${kind}=<dataset or address>.`]
    : [];
}

if (require.main === module) {
  const { options, problems } = allowancesOf(readFileSync(0, 'utf8'), process.env.NAMED ?? '');
  if (problems.length > 0) {
    for (const problem of problems) console.error(problem);
    process.exitCode = 1;
  } else {
    console.log(options.join(' '));
  }
}
