import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readReviews, reviewComment } from '../../.github/scripts/review-comment';
import { renderMarkdown } from '../../tools/review/render-markdown';
import { REVIEW } from '../tools/review/review-fixture';
import { temporaryDirectory } from '../tools/support/temporary-directory';

const RUN = 'https://github.com/example/music/actions/runs/1';
const PROPS = { allowed: [], run: RUN };
const MARKDOWN = renderMarkdown(REVIEW, 'prod');

/** A review of many findings, with datasets as long as these. */
const long = (findings: number, datasets: number) =>
  MARKDOWN.replace('### Full refresh', `${'A long finding. '.repeat(findings)}\n\n### Full refresh`).replace(
    /^(### Datasets.*)$/m,
    (heading) => `${heading}\n\n${'A long dataset. '.repeat(datasets)}`,
  );

describe('the comment of a pull request', () => {
  it('has every review in full where they fit, and how to accept', () => {
    const text = reviewComment(
      [
        { environment: 'staging', markdown: '## Review of staging\n' },
        { environment: 'prod', markdown: MARKDOWN },
      ],
      PROPS,
    );

    expect(text.startsWith('## Review of staging\n\n## ')).toBe(true);
    expect(text).toContain(MARKDOWN.trim());
    expect(text).toContain(`[The run](${RUN}) has the full reviews.`);
    expect(text).toContain('add `Allow-Finding: <finding>=<dataset or address>` to a commit message');
  });

  it('begins with what the commits allow, for whoever approves', () => {
    const text = reviewComment([{ environment: 'prod', markdown: MARKDOWN }], {
      ...PROPS,
      allowed: ['--allow=dataset-removed=gold_a', '--allow=drift'],
    });

    expect(text).toMatch(
      /^\*\*The commits of this pull request accept `dataset-removed=gold_a`, `drift`\.\*\* Approving/,
    );
  });

  it('says of which environment there is no review', () => {
    const text = reviewComment(
      [{ environment: 'staging' }, { environment: 'prod', markdown: MARKDOWN }],
      PROPS,
    );

    expect(text).toContain('## ❌ No review of staging');
    expect(text).toContain(MARKDOWN.trim());
  });

  it('leaves out the datasets where they would be too long, and keeps every finding', () => {
    const markdown = long(100, 3_000);
    const text = reviewComment(
      [
        { environment: 'staging', markdown },
        { environment: 'prod', markdown },
      ],
      PROPS,
    );

    expect(markdown).toContain('### Datasets');
    expect(text.length).toBeLessThan(65_536);
    expect(text).not.toContain('### Datasets');
    expect(text).toContain('### Full refresh');
    expect(text).toContain(`*Shortened: [the run](${RUN}) has the full review.*`);
  });

  it('has only the headlines where even the findings would be too long', () => {
    const markdown = long(3_000, 0);
    const [title, headline] = MARKDOWN.split('\n\n');
    const text = reviewComment(
      [
        { environment: 'staging', markdown },
        { environment: 'prod', markdown },
      ],
      PROPS,
    );

    expect(text.length).toBeLessThan(5_000);
    expect(text.split(`${title}\n\n${headline}`)).toHaveLength(3);
    expect(text).not.toContain('### Full refresh');
  });
});

describe('reviews as they are downloaded', () => {
  const directory = temporaryDirectory();

  it('are found by environment, and are missing where there is none', () => {
    writeFileSync(join(directory, 'prod.md'), MARKDOWN);

    expect(readReviews(directory, ['staging', 'prod'])).toEqual([
      { environment: 'staging' },
      { environment: 'prod', markdown: MARKDOWN },
    ]);
  });
});
