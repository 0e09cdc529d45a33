import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A comment holds 65,536 characters; the difference is for the text around the reviews. */
const LONGEST = 60_000;

/** The heading of the datasets section, and the headings that can follow it. */
const DATASETS = /^### Datasets/m;
const AFTER_DATASETS = /^(### Limits of this review|<details><summary>Changes that no plan shows)/m;

/** The review of one environment in Markdown; undefined if the review failed. */
export interface EnvironmentReview {
  readonly environment: string;
  readonly markdown?: string;
}

/** What the comment contains besides the reviews. */
export interface CommentProps {
  /** Findings that the pull request's commits accept, as `--allow=…`. */
  readonly allowed: readonly string[];
  /** URL of the run, whose summary has the full reviews. */
  readonly run: string;
}

/** The text of the pull request's comment: all reviews, shortened if together they are too long. */
export function reviewComment(reviews: readonly EnvironmentReview[], { allowed, run }: CommentProps): string {
  const blocks = [
    ...(allowed.length > 0
      ? [
          `**The commits of this pull request accept ${allowed.map((option) => `\`${option.replace('--allow=', '')}\``).join(', ')}.** Approving the pull request approves these findings: they will be deployed.`,
        ]
      : []),
    ...shortened(reviews, run),
    `[The run](${run}) has the full reviews. To accept a finding, add \`Allow-Finding: <finding>=<dataset or address>\` to a commit message, with the value that the review shows after \`--allow\`.`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function shortened(reviews: readonly EnvironmentReview[], run: string): string[] {
  const note = `*Shortened: [the run](${run}) has the full review.*`;
  const forms: readonly ((markdown: string) => string)[] = [
    (markdown) => markdown.trim(),
    (markdown) => `${withoutDatasets(markdown)}\n\n${note}`,
    (markdown) => `${headOf(markdown)}\n\n${note}`,
  ];
  const comments = forms.map((form) =>
    reviews.map(({ environment, markdown }) =>
      markdown === undefined
        ? `## ❌ No review of ${environment}\n\nThe review failed: the log of [the run](${run}) has the reason.`
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

/** Only title and headline. */
function headOf(markdown: string): string {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .slice(0, 2)
    .join('\n\n');
}

/** Reads downloaded reviews, `<directory>/<environment>.md`. */
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
