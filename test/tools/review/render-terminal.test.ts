import path from 'node:path';
import { renderTerminal } from '../../../tools/review/render-terminal';
import { reviewOf } from '../../../tools/review/review';
import { plain } from '../../../tools/terminal/style';
import '../../file-snapshot';
import { REVIEW } from './review-fixture';

const SNAPSHOTS = path.join(__dirname, '../../snapshots/reviews');

describe('a review on a terminal', () => {
  it('is as people read it', () => {
    const text = renderTerminal(REVIEW, { title: 'prod', paint: plain, width: 100 });

    expect(`${text}\n`).toMatchFile(path.join(SNAPSHOTS, 'review.txt'));
  });

  it('stays within the width, but for what people copy', () => {
    const text = renderTerminal(REVIEW, { title: 'prod', paint: plain, width: 60 });
    const prose = text
      .split('\n')
      .filter((line) => !/databricks |https:|--allow|SHOW|DESCRIBE|kafka-/.test(line));

    expect(Math.max(...prose.map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  it('is short where nothing changes', () => {
    const nothing = reviewOf({
      source: 'stacks',
      resources: [],
      drift: [],
      hasChanges: false,
      isComplete: true,
      last: 'complete',
      facts: { before: {}, after: {} },
    });

    expect(renderTerminal(nothing, { title: 'dev', paint: plain, width: 100 })).toContain('Nothing changes.');
  });
});
