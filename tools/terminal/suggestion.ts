import { closest, distance } from 'fastest-levenshtein';

/** " Did you mean 'gold'?" if a known word is close to a mistyped one, otherwise nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, [...known]);
  return isClose(word, nearest) ? ` Did you mean '${nearest}'?` : '';
}

/** Whether at most a third of the letters differ, or two are swapped; beyond that it is a different word. */
function isClose(word: string, other: string): boolean {
  const edits = distance(word, other);
  const isSwap = edits === 2 && [...word].sort().join() === [...other].sort().join();
  return isSwap || edits <= Math.max(1, Math.floor(word.length / 3));
}
