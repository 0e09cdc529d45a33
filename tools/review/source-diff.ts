import { createTwoFilesPatch } from 'diff';
import type { SourceChange } from './datasets/dataset-change';

/** Context lines shown around a change. */
const CONTEXT = 3;

/** A unified diff of the code of a dataset; undefined if it is unchanged. */
export function sourceDiff({ file, before, after }: SourceChange): string | undefined {
  if (before === after) return undefined;
  const patch = createTwoFilesPatch(
    `a/${file}`,
    `b/${file}`,
    ended(before),
    ended(after),
    undefined,
    undefined,
    {
      context: CONTEXT,
    },
  );
  return patch.replace(/^=+\n/, '').trimEnd();
}

/** Text with a final newline. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
