import type { Finding } from '../../../tools/review/finding';
import { headlineOf } from '../../../tools/review/headline';

const finding = (kind: Finding['kind'], dataset?: string, ...furtherDatasets: string[]): Finding => ({
  kind,
  ...(dataset === undefined ? {} : { dataset }),
  furtherDatasets,
  what: '',
  why: '',
});

const headline = (...findings: Finding[]) => headlineOf(findings, true);

describe('the headline', () => {
  it('says what a reviewer can act on', () => {
    expect(
      headline(
        finding('dataset-added', 'gold_a'),
        finding('dataset-added', 'gold_b'),
        finding('recomputed', 'gold_c'),
        finding('full-refresh-needed', 'silver_listens'),
      ),
    ).toBe('2 tables added, `silver_listens` needs a full refresh, `gold_c` is recomputed, nothing dropped.');
  });

  it('counts a dataset once, with all that a finding is true of', () => {
    expect(headline(finding('recomputed', 'a', 'b', 'c'), finding('recomputed', 'c'))).toBe(
      '3 tables are recomputed, nothing dropped.',
    );
  });

  it('begins with what is at risk, and then says nothing of what is not dropped', () => {
    expect(headline(finding('dataset-added', 'gold_new'), finding('dataset-removed', 'gold_old'))).toBe(
      '`gold_old` is dropped, `gold_new` is added.',
    );
    expect(headline(finding('pipeline-deleted'))).toBe('The pipeline is deleted with its tables.');
  });

  it('does not promise that nothing is dropped where something cannot be judged', () => {
    expect(headline(finding('unknown-change'))).toBe('1 change cannot be assessed.');
  });

  it('is short where nothing happens, or nothing that matters', () => {
    expect(headlineOf([], false)).toBe('Nothing changes.');
    expect(headline(finding('safe-change', 'a'))).toBe('Only safe changes, nothing dropped.');
    expect(headline(finding('update-interrupted'))).toBe('1 finding, nothing dropped.');
  });
});
