import { countText, durationText, shareText, sizeText, timeText } from '../../../tools/report/number-format';

describe('number formats', () => {
  it.each([
    [0, '0'],
    [1234567, '1,234,567'],
    [undefined, '–'],
  ])('writes the number %p as %p', (count, text) => expect(countText(count)).toBe(text));

  it.each([
    [0.04, '0.0 s'],
    [119.94, '119.9 s'],
    [121.4, '2 min 1 s'],
    [undefined, '–'],
  ])('writes %p seconds as %p', (seconds, text) => expect(durationText(seconds)).toBe(text));

  it.each([
    [0, 10, '0 %'],
    [1, 3, '33.33 %'],
    [1, 100_000, '< 0.01 %'],
    [99_999, 100_000, '> 99.99 %'],
    [10, 10, '100 %'],
    [0, 0, '–'],
  ])('writes %p of %p as %p', (part, whole, text) => expect(shareText(part, whole)).toBe(text));

  it.each([
    [999, '999 B'],
    [52_000, '52 kB'],
    [1_250_000, '1.3 MB'],
  ])('writes %p bytes as %p', (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it('writes a time to the second', () =>
    expect(timeText('2026-01-02T12:30:05.123Z')).toBe('2026-01-02 12:30:05 UTC'));
});
