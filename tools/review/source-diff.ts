import { createTwoFilesPatch } from 'diff';
import type { SourceChange } from './datasets/dataset-change';

/** Lines around a change that are shown with it. */
const CONTEXT = 3;

/** A unified diff of the code of a dataset; nothing if it is as it was. */
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

/** Text that ends with its last line, as a file does. */
function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
