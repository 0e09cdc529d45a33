import { parser } from '@lezer/python';
import { stringValue, tokensOf, unescaped } from '../../../../tools/analysis/python/python-tokens';

const tokens = (text: string) => tokensOf({ node: parser.parse(text).topNode, text });

test.each([
  ['comments', 'x = 1  # one', 'x = 1'],
  ['a docstring', 'def f():\n    """Says."""\n    return 1', 'def f():\n    return 1'],
  ['quotes', "x = 'a'", 'x = "a"'],
  ['lines', 'f(\n    a,\n    b,\n)', 'f(a, b)'],
  ['width of blocks', 'if a:\n  b()', 'if a:\n      b()'],
])('%s are no tokens', (_what, left, right) => {
  expect(tokens(left)).toBe(tokens(right));
});

test('where a block ends is a token', () => {
  expect(tokens('if a:\n    b()\n    c()')).not.toBe(tokens('if a:\n    b()\nc()'));
});

test('what stands in a text is one token', () => {
  expect(tokens('x = "a b"')).not.toBe(tokens('x = "a  b"'));
});

test.each([
  ['"a"', 'a'],
  ["'it\\'s'", "it's"],
  ['"""a\nb"""', 'a\nb'],
  ['r"a\\n"', 'a\\n'],
  ['"a\\nb"', 'a\nb'],
  ['"\\u001f"', '\u001f'],
  ['"\\x41"', 'A'],
  ['"\\d"', '\\d'],
])('%s is a text', (literal, value) => {
  expect(stringValue(literal)).toBe(value);
});

test('a backslash before the end of a line joins two lines', () => {
  expect(unescaped('a\\\nb')).toBe('ab');
});
