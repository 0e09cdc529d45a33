import { expressionText } from '../../../../tools/analysis/python/expression-text';
import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['F.col("a") > 1', 'a > 1'],
  ['F.date_trunc("hour", "a")', "date_trunc('hour', a)"],
  ['F.expr("a  > 1")', 'a > 1'],
  ['t.select(F.upper("a").alias("b"))', 't.select(upper(a))'],
  ['x.y["z"]', "x.y['z']"],
  ['~F.col("a")', '~a'],
  ['[1, "b"]', "1, 'b'"],
  ['{"a": 1}', "{'a': 1}"],
  ['t if x else u', 't if x else u'],
  ['u.sample(seed=1)', 'u.sample(seed=1)'],
])('%s is told as %s', (code, text) => {
  expect(expressionText(read.expression(code))).toBe(text);
});

test('long code is cut', () => {
  expect(expressionText(read.expression(`t.select(${'"a long name", '.repeat(40)})`)).length).toBe(120);
});
