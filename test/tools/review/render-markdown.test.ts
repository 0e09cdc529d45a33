import path from 'node:path';
import { renderMarkdown } from '../../../tools/review/render-markdown';
import '../../file-snapshot';
import { REVIEW } from './review-fixture';

const SNAPSHOTS = path.join(__dirname, '../../snapshots/reviews');

describe('a review as Markdown', () => {
  it('is a comment of a pull request', () => {
    expect(renderMarkdown(REVIEW, 'prod')).toMatchFile(path.join(SNAPSHOTS, 'review.md'));
  });

  it('leaves out the diffs where a comment could not hold them', () => {
    const [pipeline] = REVIEW.pipelines;
    const [first] = pipeline?.datasets ?? [];
    if (!pipeline || !first?.source) throw new Error('the fixture has no source');
    const long = { ...first, source: { ...first.source, after: 'a long line of code\n'.repeat(4000) } };
    const text = renderMarkdown({ ...REVIEW, pipelines: [{ ...pipeline, datasets: [long] }] }, 'prod');

    expect(text.length).toBeLessThan(60_000);
    expect(text).toContain('Code diffs are omitted because the comment would be too long.');
  });
});
