import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['[n for n in ["a", "b"]]', '["a", "b"]'],
  ['[a + b for a, b in [("x", "y")]]', '["xy"]'],
  ['{k: v for k, v in {"a": 1}.items()}', '{"a": 1}'],
  ['{n for n in ("a",)}', '{"a"}'],
  ['max(n for n in ["a"])', 'max(["a"])'],
  ['[n.a for n in x if n.b]', '[m.a for m in x if m.b]'],
  ['[[m for m in n] for n in x]', '[[b for b in a] for a in x]'],
])('%s is %s', (left, right) => {
  expect(read.expression(left)).toBe(read.expression(right));
});

test.each([
  ['[n for n in x]', '[n for n in t]'],
  ['[n.a for n in x]', '[n.b for n in x]'],
  ['[n for n in x if n.a]', '[n for n in x if n.b]'],
  ['[n for n in ["a"] if x]', '["a"]'],
  ['{k: v for k, v in x}', '{v: k for k, v in x}'],
  ['[n for m in x for n in m]', '[n for m in t for n in m]'],
  ['[a for a, b in [1]]', '[1]'],
])('%s is not %s', (left, right) => {
  expect(read.expression(left)).not.toBe(read.expression(right));
});
