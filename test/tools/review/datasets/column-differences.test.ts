import type { ManifestColumn } from '../../../../tools/artefacts/manifest';
import { columnDifferences } from '../../../../tools/review/datasets/column-differences';
import { describeDifference } from '../../../../tools/review/datasets/dataset-difference';

const columns = (...names: string[]): ManifestColumn[] =>
  names.map((text) => {
    const [name = '', type = 'INT', comment = `The ${name}`] = text.split(':');
    return { name, type, comment };
  });

const told = (before: ManifestColumn[], after: ManifestColumn[]) =>
  columnDifferences(before, after).map(describeDifference);

test.each<[string, string[], string[], string[]]>([
  ['nothing', ['a', 'b'], ['a', 'b'], []],
  ['a new column', ['a'], ['a', 'b:STRING'], ['column b is new: STRING']],
  ['a column that is gone', ['a', 'b'], ['a'], ['column b is removed: INT']],
  [
    'one that is called otherwise, by its place',
    ['a', 'b:INT:x'],
    ['a', 'c:INT:y'],
    ['column name b: b → c', 'column comment c: x → y'],
  ],
  [
    'one of another type is another one',
    ['a', 'b:INT'],
    ['a', 'c:STRING'],
    ['column b is removed: INT', 'column c is new: STRING'],
  ],
  [
    'several that are called otherwise, by their comments',
    ['a:INT:x', 'b:INT:y'],
    ['c:INT:y', 'd:INT:x'],
    ['column name a: a → d', 'column name b: b → c', 'column order changed'],
  ],
  [
    'several that could be each other',
    ['a:INT:x', 'b:INT:x'],
    ['c:INT:x', 'd:INT:x'],
    ['column a is removed: INT', 'column b is removed: INT', 'column c is new: INT', 'column d is new: INT'],
  ],
  ['upper and lower case', ['a'], ['A:INT:The a'], ['column name a: a → A']],
  ['a type', ['a:INT'], ['a:BIGINT'], ['column type a: INT → BIGINT (wider)']],
  ['another spelling of a type', ['a:INT'], ['a:INTEGER'], []],
  ['a comment', ['a:INT:x'], ['a:INT:y'], ['column comment a: x → y']],
  ['the order', ['a', 'b', 'c'], ['c', 'a', 'b'], ['column order changed']],
  ['a new column in between is no other order', ['a', 'c'], ['a', 'b', 'c'], ['column b is new: INT']],
])('tells %s', (_what, before, after, differences) => {
  expect(told(columns(...before), columns(...after))).toEqual(differences);
});

test('tells that a column is no longer personal data', () => {
  const [column] = columns('a') as [ManifestColumn];
  const personal = { ...column, personalData: true } as const;
  expect(told([personal], [column])).toEqual(['personal data a is removed: yes']);
  expect(told([column], [personal])).toEqual(['personal data a is new: yes']);
});

test('takes no longer for a thousand columns than it must', () => {
  const many = columns(...Array.from({ length: 1000 }, (_, index) => `c${index}`));
  expect(columnDifferences(many, [...many].reverse())).toEqual([{ aspect: 'column order' }]);
});
