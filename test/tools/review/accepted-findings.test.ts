import {
  acceptanceOf,
  isAccepted,
  readAcceptance,
  unusedAcceptances,
} from '../../../tools/review/accepted-findings';
import type { Finding } from '../../../tools/review/finding';

const finding = (parts: Partial<Finding>): Finding => ({ kind: 'rule-removed', what: '', why: '', ...parts });

const read = (...texts: string[]) =>
  texts.map((text) => {
    const acceptance = readAcceptance(text);
    if (typeof acceptance === 'string') throw new Error(acceptance);
    return acceptance;
  });

describe('--allow', () => {
  it('takes a kind of finding, everywhere or for one dataset', () => {
    expect(readAcceptance('recomputed')).toEqual({ kind: 'recomputed' });
    expect(readAcceptance('recomputed=gold_artists')).toEqual({
      kind: 'recomputed',
      subject: 'gold_artists',
    });
  });

  it('says what it does not know, with the closest that it knows', () => {
    expect(readAcceptance('recompute')).toBe(
      "--allow 'recompute': 'recompute' is not a kind of finding. Did you mean 'recomputed'?",
    );
    expect(readAcceptance('recomputed=')).toMatch(/the dataset after '=' is missing/);
    expect(readAcceptance('safe-change')).toMatch(/is not a kind of finding/);
  });

  it('accepts what it names and nothing else', () => {
    const removed = finding({ dataset: 'silver_listens' });

    expect(isAccepted(removed, read('rule-removed'))).toBe(true);
    expect(isAccepted(removed, read('rule-removed=silver_listens'))).toBe(true);
    expect(isAccepted(removed, read('rule-removed=silver_songs'))).toBe(false);
    expect(isAccepted(removed, read('rule-weakened'))).toBe(false);
    expect(isAccepted(finding({}), read('rule-removed=silver_listens'))).toBe(false);
  });

  it('accepts with a full refresh that of everything behind it', () => {
    const refresh = finding({
      kind: 'full-refresh-needed',
      dataset: 'silver_listens',
      behind: ['gold_songs'],
    });

    expect(isAccepted(refresh, read('full-refresh-needed=silver_listens'))).toBe(true);
    expect(isAccepted(refresh, read('full-refresh-needed=gold_songs'))).toBe(false);
  });

  it('has to name every dataset that the same was done to', () => {
    const removed = finding({ dataset: 'a', furtherDatasets: ['b'] });

    expect(isAccepted(removed, read('rule-removed=a'))).toBe(false);
    expect(isAccepted(removed, read('rule-removed=a', 'rule-removed=b'))).toBe(true);
    expect(acceptanceOf(removed)).toEqual(['--allow rule-removed=a', '--allow rule-removed=b']);
  });

  it('names a resource where it is about one, whatever its tables', () => {
    const deleted = finding({
      kind: 'pipeline-deleted',
      address: 'databricks_pipeline.p',
      furtherDatasets: ['a'],
    });

    expect(acceptanceOf(deleted)).toEqual(['--allow pipeline-deleted=databricks_pipeline.p']);
    expect(isAccepted(deleted, read('pipeline-deleted=databricks_pipeline.p'))).toBe(true);
  });

  it('is told where it accepts nothing', () => {
    const removed = finding({ dataset: 'silver_listens' });

    expect(
      unusedAcceptances(read('rule-removed=silver_listens', 'recomputed', 'rule-removed=other'), [removed]),
    ).toEqual(['recomputed', 'rule-removed=other']);
  });
});
