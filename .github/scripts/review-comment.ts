import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A comment takes 65,536 characters; the rest is for what surrounds the reviews. */
const LONGEST = 60_000;

/** Where the section of the datasets begins, and what can follow it. */
const DATASETS = /^### Datasets/m;
const AFTER_DATASETS = /^(### Limits of this review|<details><summary>What no plan can see)/m;

/** The review of an environment in Markdown; none if there is no review. */
export interface EnvironmentReview {
  readonly environment: string;
  readonly markdown?: string;
}

/** What the comment says besides the reviews. */
export interface CommentProps {
  /** Options that the commits of the pull request give, `--allow=…`. */
  readonly allowed: readonly string[];
  /** Address of the run, whose summary has the reviews in full. */
  readonly run: string;
}

/** The one comment of a pull request: all reviews, shortened where they would be too long for it together. */
export function reviewComment(reviews: readonly EnvironmentReview[], { allowed, run }: CommentProps): string {
  const blocks = [
    ...(allowed.length > 0
      ? [
          `**The commits of this pull request allow ${allowed.map((option) => `\`${option.replace('--allow=', '')}\``).join(', ')}.** Whoever approves it approves that: it will be deployed.`,
        ]
      : []),
    ...shortened(reviews, run),
    `[The run](${run}) has all of it. To accept a finding, put \`Allow-Finding: <finding>=<dataset or address>\` into a commit message, as the review names it after \`--allow\`.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function shortened(reviews: readonly EnvironmentReview[], run: string): string[] {
  const note = `*Shortened: [the run](${run}) has the whole review.*`;
  const forms: readonly ((markdown: string) => string)[] = [
    (markdown) => markdown.trim(),
    (markdown) => `${withoutDatasets(markdown)}\n\n${note}`,
    (markdown) => `${headOf(markdown)}\n\n${note}`,
  ];
  const comments = forms.map((form) =>
    reviews.map(({ environment, markdown }) =>
      markdown === undefined
        ? `## ❌ No review of ${environment}\n\nIt could not be made: the log of [the run](${run}) says why.`
        : form(markdown),
    ),
  );
  return comments.find((blocks) => blocks.join('').length <= LONGEST) ?? (comments.at(-1) as string[]);
}

function withoutDatasets(markdown: string): string {
  const begin = markdown.search(DATASETS);
  if (begin < 0) return markdown.trim();
  const rest = markdown.slice(begin).search(AFTER_DATASETS);
  return `${markdown.slice(0, begin)}${rest < 0 ? '' : markdown.slice(begin + rest)}`.trim();
}

/** Title and headline. */
function headOf(markdown: string): string {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .slice(0, 2)
    .join('\n\n');
}

/** Reviews as artifacts of a run are downloaded: `<directory>/<environment>.md`. */
export function readReviews(directory: string, environments: readonly string[]): EnvironmentReview[] {
  return environments.map((environment) => {
    const file = join(directory, `${environment}.md`);
    return existsSync(file) ? { environment, markdown: readFileSync(file, 'utf8') } : { environment };
  });
}

if (require.main === module) {
  const [directory = '', ...environments] = process.argv.slice(2);
  const { ALLOW = '', RUN = '' } = process.env;
  const allowed = ALLOW.split(' ').filter((option) => option !== '');
  process.stdout.write(reviewComment(readReviews(directory, environments), { allowed, run: RUN }));
}
