import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Finding, severityOf, worstOf } from '../../../tools/review/finding';
import { FINDING_KINDS } from '../../../tools/review/finding-kinds';

const DOCUMENTATION = readFileSync(path.join(__dirname, '../../../docs/plan-review.md'), 'utf8');

const finding = (kind: Finding['kind']): Finding => ({ kind, what: '', why: '' });

describe('the kinds of findings', () => {
  it.each(Object.entries(FINDING_KINDS))('are documented with how bad they are: %s', (kind, { severity }) => {
    const row = DOCUMENTATION.split('\n').find(
      (line) => line.startsWith('|') && line.includes(`\`${kind}\``),
    );

    expect(row?.split('|')[2]?.trim()).toBe(severity);
  });

  it('are as bad as the worst of them', () => {
    expect(worstOf([])).toBe('safe');
    expect(worstOf([finding('recomputed'), finding('safe-change')])).toBe('attention');
    expect(worstOf([finding('recomputed'), finding('pipeline-deleted'), finding('drift')])).toBe(
      'data at risk',
    );
    expect(severityOf(finding('unknown-change'))).toBe('attention');
  });
});
