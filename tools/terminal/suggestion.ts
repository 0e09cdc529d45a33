import { closest, distance } from 'fastest-levenshtein';

/** " Did you mean 'gold'?" if a known word is close to a mistyped one, otherwise nothing. */
export function didYouMean(word: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const nearest = closest(word, [...known]);
  // At most a third of the letters differ, or two are swapped: beyond that it is a different word, not a typing error.
  const tolerated = Math.max(word.length < 5 ? 1 : 2, Math.floor(word.length / 3));
  return distance(word, nearest) <= tolerated ? ` Did you mean '${nearest}'?` : '';
}
