import type { Command } from 'commander';
import { closest } from 'fastest-levenshtein';

/** What is wrong with the words of a command line that `command` has no place for, one sentence each. */
export function surplusProblems(command: Command, words: readonly string[] = command.args): string[] {
  const known = command.options.map(({ long }) => long ?? '');
  return words.map((word) =>
    word.startsWith('-')
      ? `There is no option ${word}. Did you mean ${closest(word, known)}?`
      : `'${word}' belongs to no option.`,
  );
}

/** Commander's own words, as a sentence. */
export function sentence(message: string): string {
  const text = message.replace(/^error: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') || text.endsWith('?)') ? '' : '.'}`;
}
