import { FunctionReading } from './python-function-fixture';

const read = new FunctionReading();

test.each([
  ['(x)', 'x'],
  ['"a" "b"', '"ab"'],
  ['f"a{"b"}c"', '"abc"'],
  ['f"{{a}}"', '"{a}"'],
  ['f"{x}"', 'f"""{x}"""'],
  ['0x10', '0X10'],
  ['1_000', '1000'],
  ['1e3', '1000.0'],
  ['[*["a", "b"], "c"]', '["a", "b", "c"]'],
  ['{**{"a": 1}, "b": 2}', '{"a": 1, "b": 2}'],
  ['dict(**{"a": 1})', 'dict(a=1)'],
  ['[n for n in ("a", "b")]', '["a", "b"]'],
  ['[n for n in x]', '[m for m in x]'],
  ['{n for n in ["a"]}', '{"a"}'],
  ['{k: v for k, v in [("a", 1)]}', '{"a": 1}'],
  ['lambda a: a + 1', 'lambda b: b + 1'],
  ['(lambda a: a + x)(1)', '1 + x'],
  ['F.upper(*["a"])', 'F.upper("a")'],
])('%s is %s', (left, right) => {
  expect(read.expression(left)).toBe(read.expression(right));
});

test.each([
  ['x.a', 'x.b'],
  ['x["a"]', 'x["b"]'],
  ['x[0:1]', 'x[0:2]'],
  ['t if x else u', 'u if x else t'],
  ['f"{x:.1f}"', 'f"{x:.2f}"'],
  ['f"{x!r}"', 'f"{x!s}"'],
  ['[n for n in x if n]', '[n for n in x]'],
  ['[(n, m) for n in x for m in t]', '[(n, m) for n in x for m in u]'],
  ['lambda a, b=1: a + b', 'lambda a, b=2: a + b'],
  ['x(*t)', 'x(t)'],
  ['x(**t)', 'x(*t)'],
  ['not x', '-x'],
  ['x not in t', 'x in t'],
  ['x is None', 'x is not None'],
])('%s is not %s', (left, right) => {
  expect(read.expression(left)).not.toBe(read.expression(right));
});

test('code that is not understood stands for itself, with what its names are', () => {
  const odd = (value: string) => read.body(`n = ${value}`, 'return x[n:]');
  expect(odd('1')).toBe(odd('1'));
  expect(odd('1')).not.toBe(odd('2'));
});
