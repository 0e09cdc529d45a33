import { readFileSync } from 'node:fs';
import { readAcceptance } from '../../tools/review/accepted-findings';
import { FINDING_KINDS } from '../../tools/review/finding-kinds';

/** `Allow-Finding: dataset-removed=gold_daily_pages, recomputed=gold_top_artists`, a line of a commit message. */
const LINE = /^[ \t]*Allow-Finding:(.*)$/gim;

/** What somebody allows a deployment to do, as options of `npx medallion review` and `npx medallion deploy`. */
export interface Allowances {
  /** `--allow=<finding>` or `--allow=<finding>=<dataset or address>`, each once. */
  readonly options: readonly string[];

  /** What is wrong with the names, a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Reads what is allowed by name.
 *
 * @param messages commit messages, of which lines that begin with `Allow-Finding:` count
 * @param named further names, with spaces or commas between them
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
  // Nobody sees what else a name without its table would accept by the time that it is deployed.
  return FINDING_KINDS[kind].severity === 'data at risk' && subject === undefined
    ? [`--allow '${kind}' puts data at risk wherever it is found. Say where: ${kind}=<dataset or address>.`]
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
