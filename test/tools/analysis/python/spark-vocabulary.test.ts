import {
  AGGREGATES,
  BY_POSITION,
  joinType,
  OF_COLUMNS,
  STATELESS,
} from '../../../../tools/analysis/python/spark-vocabulary';

test.each([
  ['LEFTOUTER', 'left'],
  ['anti', 'left_anti'],
  ['fullouter', 'full'],
  ['mystery', 'mystery'],
])('the join type %s is %s', (name, type) => {
  expect(joinType(name)).toBe(type);
});

test('what goes by the place of columns is told from what goes by their names', () => {
  expect(BY_POSITION.test('a.union(b)')).toBe(true);
  expect(BY_POSITION.test('a.unionByName(b)')).toBe(false);
  expect(BY_POSITION.test('a.apply(b)')).toBe(true);
});

test('no aggregate is a step that looks at one row at a time', () => {
  expect([...AGGREGATES].filter((name) => STATELESS.has(name))).toEqual([]);
  expect(OF_COLUMNS.has('lit')).toBe(false);
});
