import {
  type FindingDraft,
  groupedFindings,
  reasonsText,
} from '../../../../tools/review/datasets/finding-draft';
import { namesText } from '../../../../tools/review/sentences';

const draft = (dataset: string, why: string): FindingDraft => ({
  kind: 'safe-change',
  dataset,
  what: (names, several) => `${names} ${several ? 'are' : 'is'} safe.`,
  why,
  todo: { sentence: 'Look.', commands: [`look at ${dataset}`] },
  sameAs: 'same',
});
const drafts = (count: number, why: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => draft(`t${index}`, why(index)));

test('few findings that are alike stand for themselves', () => {
  const found = groupedFindings(drafts(5, (index) => `reason ${index}`));
  expect(found).toHaveLength(5);
  expect(found[0]).toEqual({
    kind: 'safe-change',
    dataset: 't0',
    what: '`t0` is safe.',
    why: 'reason 0',
    todo: { sentence: 'Look.', commands: ['look at t0'] },
  });
});

test('many that are alike are one, with the first reasons', () => {
  const [found, ...others] = groupedFindings(drafts(7, (index) => `reason ${index}.`));
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    dataset: 't0',
    furtherDatasets: ['t1', 't2', 't3', 't4', 't5', 't6'],
    what: '`t0`, `t1` and 5 more are safe.',
  });
  expect(found?.why).toBe(
    '`t0`: reason 0; `t1`: reason 1; `t2`: reason 2; `t3`: reason 3; `t4`: reason 4; and 2 more.',
  );
  expect(found?.todo?.commands).toHaveLength(7);
});

test('three for the very same reason are one', () => {
  const [found, ...others] = groupedFindings(drafts(3, () => 'The reason.'));
  expect(others).toEqual([]);
  expect(found).toMatchObject({ what: '`t0`, `t1` and `t2` are safe.', why: 'The reason.' });
});

test('findings that have nothing in common stay as they are', () => {
  const found = groupedFindings(drafts(9, () => 'x').map(({ sameAs: _same, ...one }) => one));
  expect(found).toHaveLength(9);
});

test('commands are made for those that a finding is about', () => {
  const commandsFor = (names: readonly string[]) => [names.join('+')];
  expect(
    groupedFindings(drafts(1, () => 'x').map((one) => ({ ...one, commandsFor })))[0]?.todo?.commands,
  ).toEqual(['t0']);
  expect(
    groupedFindings(drafts(3, () => 'x').map((one) => ({ ...one, commandsFor })))[0]?.todo?.commands,
  ).toEqual(['t0+t1+t2']);
});

test.each([
  [['a'], '`a`'],
  [['a', 'b'], '`a` and `b`'],
  [['a', 'b', 'c'], '`a`, `b` and `c`'],
  [['a', 'b', 'c', 'd'], '`a`, `b` and 2 more'],
])('%j in words is %s', (names, text) => {
  expect(namesText(names, 2)).toBe(text);
});

test('a reason that all have is told once', () => {
  expect(reasonsText(['a', 'b'], () => 'same')).toBe('same.');
  expect(reasonsText(['a', 'b'], (name) => `of ${name}`)).toBe('`a`: of a. `b`: of b.');
});
