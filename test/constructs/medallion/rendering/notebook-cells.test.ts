import { markdownCell, pythonNotebook } from '../../../../constructs/medallion/rendering/notebook-cells';

const COMMAND = '# COMMAND ----------';

describe('a notebook of Python cells', () => {
  it('begins as Databricks wants it, and ends with one newline', () => {
    expect(pythonNotebook(['a = 1', 'b = 2'])).toBe(
      `# Databricks notebook source\na = 1\n\n${COMMAND}\n\nb = 2\n`,
    );
  });

  it('has a function two blank lines away from other code, whatever the cell', () => {
    const text = pythonNotebook(['a = 1', 'def f():\n    return a', 'f()']);

    expect(text).toBe(
      `# Databricks notebook source\na = 1\n\n${COMMAND}\n\n\ndef f():\n    return a\n\n\n${COMMAND}\n\nf()\n`,
    );
  });

  it('counts a comment above a function to the function', () => {
    expect(pythonNotebook(['a = 1', '# What f is.\n@once\ndef f(): ...'])).toContain(
      `${COMMAND}\n\n\n# What f is.\n@once\ndef f(): ...`,
    );
  });
});

describe('a cell of Markdown', () => {
  it('is comments, so that Python passes over it', () => {
    expect(markdownCell('# MAGIC', ['# Title', '', 'Text.'])).toBe(
      '# MAGIC %md\n# MAGIC # Title\n# MAGIC\n# MAGIC Text.',
    );
  });

  it('wraps paragraphs to the width of the project, and leaves tables as they are', () => {
    const row = `| ${'wide '.repeat(30)}|`;
    const [, ...lines] = markdownCell('# MAGIC', ['a word '.repeat(30).trim(), row]).split('\n');

    expect(lines.at(-1)).toBe(`# MAGIC ${row}`);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines.slice(0, -1)) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('stays one cell, whatever line breaks its text has', () => {
    const lines = markdownCell('# MAGIC', ['one\r\ntwo\rthree', COMMAND]).split('\n');

    expect(lines).toEqual([
      '# MAGIC %md',
      '# MAGIC one',
      '# MAGIC two',
      '# MAGIC three',
      `# MAGIC ${COMMAND}`,
    ]);
  });
});
