import { lineWidth, paintFor, shorten, wrap } from '../../../tools/terminal/style';
import { tableLines } from '../../../tools/terminal/table';

describe('styles', () => {
  it.each([
    ['appear on a terminal', { isTTY: true }, {}, true],
    ['do not appear in a file', {}, {}, false],
    ['do not appear if NO_COLOR is set', { isTTY: true }, { NO_COLOR: '1' }, false],
    ['appear if NO_COLOR is empty', { isTTY: true }, { NO_COLOR: '' }, true],
    ['do not appear on a dumb terminal', { isTTY: true }, { TERM: 'dumb' }, false],
    ['appear in a file if FORCE_COLOR is set', {}, { FORCE_COLOR: '1' }, true],
    ['do not appear if FORCE_COLOR is 0', { isTTY: true }, { FORCE_COLOR: '0' }, false],
  ])('%s', (_where, stream, variables, expected) => {
    expect(paintFor(stream, variables)('red', 'x')).toBe(expected ? '\u001b[31mx\u001b[39m' : 'x');
  });
});

describe('text', () => {
  it('wraps to the width of the terminal, but never to more than 110 characters', () => {
    expect([lineWidth({ columns: 60 }), lineWidth({ columns: 300 }), lineWidth({})]).toEqual([60, 110, 110]);
  });

  it('wraps between words, with the indentation given, and keeps long words whole', () => {
    expect(wrap('one two  three https://example.com/path', 12, '    ', '  ')).toBe(
      '  one two\n    three\n    https://example.com/path',
    );
  });

  it('is shortened to one line, visibly', () => {
    expect(shorten('one\n  two three', 9)).toBe('one two …');
    expect(shorten('one\ntwo', 7)).toBe('one two');
  });
});

describe('a table', () => {
  it('aligns its columns, whatever styles their cells have', () => {
    const rows = [
      ['name', 'rows', 'what'],
      ['orders', '1,234', paintFor({ isTTY: true }, {})('red', 'failed')],
      [{ content: 'unchanged', colSpan: 2, hAlign: 'right' as const }, ''],
    ];
    expect(tableLines(rows, ['left', 'right', 'left'])).toEqual([
      'name     rows  what',
      'orders  1,234  \u001b[31mfailed\u001b[39m',
      '    unchanged',
    ]);
  });
});
