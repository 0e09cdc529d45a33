import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeFiles } from '../../../tools/scaffold/write-files';
import { temporaryDirectory } from '../support/temporary-directory';

describe('writing several files', () => {
  it('makes new ones, with their directories, and replaces those that there are', () => {
    const root = temporaryDirectory();
    writeFileSync(path.join(root, 'there'), 'old');

    writeFiles(root, new Map(Object.entries({ there: 'new', 'a/b/c': 'text' })));

    expect(readFileSync(path.join(root, 'there'), 'utf8')).toBe('new');
    expect(readFileSync(path.join(root, 'a/b/c'), 'utf8')).toBe('text');
  });

  it('leaves everything as it was if one cannot be written', () => {
    const root = temporaryDirectory();
    writeFileSync(path.join(root, 'there'), 'old');
    mkdirSync(path.join(root, 'directory'));

    const files = new Map(
      Object.entries({ there: 'new', 'a/b/c': 'text', directory: 'text', 'a/d': 'text' }),
    );

    expect(() => writeFiles(root, files)).toThrow();
    expect(readFileSync(path.join(root, 'there'), 'utf8')).toBe('old');
    expect(existsSync(path.join(root, 'a'))).toBe(false);
  });
});
