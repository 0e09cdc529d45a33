import { sourceDiff } from '../../../tools/review/source-diff';

describe('the difference of a source', () => {
  it('is a unified diff of its file', () => {
    expect(sourceDiff({ file: 'notebooks/a.py', before: 'a = 1\nb = 2', after: 'a = 1\nb = 3' })).toBe(
      ['--- a/notebooks/a.py', '+++ b/notebooks/a.py', '@@ -1,2 +1,2 @@', ' a = 1', '-b = 2', '+b = 3'].join(
        '\n',
      ),
    );
  });

  it('is none where it is the same', () => {
    expect(sourceDiff({ file: 'a.py', before: 'a', after: 'a' })).toBeUndefined();
  });
});
