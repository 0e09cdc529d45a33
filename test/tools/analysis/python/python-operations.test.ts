import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['1 + 2', '3'],
  ['24 * 60 * 60', '86_400'],
  ['-(1)', '-1'],
  ['"a" + "b"', '"ab"'],
  ['["a"] + ["b"]', '["a", "b"]'],
  ['x & t & u', 'u & (t & x)'],
  ['x == t', 't == x'],
  ['["a", "b"][1]', '"b"'],
  ['("a", "b")[-1]', '"b"'],
  ['{"a": 1, "a": 2}["a"]', '2'],
  ['list({"a": 1}.keys())', 'list(["a"])'],
  ['[v for k, v in {"a": 1}.items()]', '[1]'],
  ['", ".join(["a", "b"])', '"a, b"'],
])('%s is %s', (left, right) => {
  expect(read.expression(left)).toBe(read.expression(right));
});

test.each([
  ['x - t', 't - x'],
  ['x < t', 't < x'],
  ['x and t', 't and x'],
  ['(x & t) | u', 'x & (t | u)'],
  ['1 / 2', '0.5 / 1'],
  ['9007199254740993', '9007199254740992'],
  ['9007199254740992 + 1', '9007199254740992'],
  ['[*t, "a"][0]', '"a"'],
  ['", ".join(x)', '", ".join(t)'],
])('%s is not %s', (left, right) => {
  expect(read.expression(left)).not.toBe(read.expression(right));
});
