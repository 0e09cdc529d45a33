import { numberText } from '../../../../tools/analysis/python/python-literals';

test.each([
  ['1', '1'],
  ['1_000', '1000'],
  ['007', '7'],
  ['1.0', '1.0'],
  ['1.50', '1.5'],
  ['1e3', '1000.0'],
  ['.5', '0.5'],
  ['0xFF', '0xff'],
  ['2j', '2j'],
  ['9007199254740993', '9007199254740993'],
])('%s is told from others as %s', (literal, text) => {
  expect(numberText(literal)).toBe(text);
});
