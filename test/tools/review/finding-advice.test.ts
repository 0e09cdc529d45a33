import { advised, type Finding } from '../../../tools/review/finding';
import { FINDING_KINDS, kindOf } from '../../../tools/review/finding-kinds';

const finding = (parts: Partial<Finding>): Finding => ({ kind: 'cost-raised', what: '', why: '', ...parts });

describe('the advice on a finding', () => {
  it.each(Object.entries(FINDING_KINDS))('exists unless the kind is safe: %s', (kind, { severity }) => {
    expect(Object.keys(kindOf(kind as Finding['kind'])).includes('todo')).toBe(severity !== 'safe');
  });

  it('is that of its kind where the finding has none', () => {
    const own = { sentence: 'Wait.' };

    expect(advised(finding({ todo: own }))).toMatchObject({
      todo: own,
      otherwise: FINDING_KINDS['cost-raised'].otherwise,
      documentation: FINDING_KINDS['cost-raised'].documentation,
    });
  });

  it('is needed by nothing that is safe', () => {
    const safe = finding({ kind: 'safe-change' });

    expect(advised(safe)).toBe(safe);
  });
});
