import { FINDING_KINDS, type Finding } from '../../../tools/review/finding';
import { ADVICE, advised } from '../../../tools/review/finding-advice';

const finding = (parts: Partial<Finding>): Finding => ({ kind: 'cost-raised', what: '', why: '', ...parts });

describe('the advice on a finding', () => {
  it('is there for everything that is not safe', () => {
    const unsafe = Object.entries(FINDING_KINDS).filter(([, { severity }]) => severity !== 'safe');

    expect(Object.keys(ADVICE).sort()).toEqual(unsafe.map(([kind]) => kind).sort());
  });

  it('is that of its kind where the finding has none', () => {
    const own = { sentence: 'Wait.' };

    expect(advised(finding({ todo: own }))).toMatchObject({
      todo: own,
      otherwise: ADVICE['cost-raised'].otherwise,
      documentation: ADVICE['cost-raised'].documentation,
    });
  });

  it('is needed by nothing that is safe', () => {
    const safe = finding({ kind: 'safe-change' });

    expect(advised(safe)).toBe(safe);
  });
});
