import { didYouMean } from '../identifier';

/**
 * Return problems where a query does not read exactly its declared inputs.
 *
 * @param query name of the query in messages: its file, or the property with its text
 * @param tables tables that the query reads
 * @param inputs inputs it declares
 */
export function tableProblems(query: string, tables: readonly string[], inputs: readonly string[]): string[] {
  const unknown = tables.filter((table) => !inputs.includes(table));
  const unread = inputs.filter((input) => !tables.includes(input));
  return [
    ...unknown.map(
      (table) =>
        `${query} reads '${table}', which is not one of its inputs (${inputs.join(', ')}).${didYouMean(table, inputs)}`,
    ),
    // An unknown table is most likely a misspelled input, which is already reported above.
    ...unread
      .slice(unknown.length)
      .map((input) => `inputs has '${input}', which ${query} does not read. Read it, or remove the input.`),
  ];
}
