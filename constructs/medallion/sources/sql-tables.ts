import { didYouMean } from '../identifier';

/**
 * What keeps a query from reading exactly its inputs.
 *
 * @param query what to call the query: its file, or the property that holds it
 * @param tables names that the query reads
 * @param inputs names that it is declared to read
 */
export function tableProblems(query: string, tables: readonly string[], inputs: readonly string[]): string[] {
  const unknown = tables.filter((table) => !inputs.includes(table));
  const unread = inputs.filter((input) => !tables.includes(input));
  return [
    ...unknown.map(
      (table) =>
        `${query} reads '${table}', which is not one of its inputs (${inputs.join(', ')}).${didYouMean(table, inputs)}`,
    ),
    // An unknown table most likely is the unread input, misspelled: one mistake, told above.
    ...unread
      .slice(unknown.length)
      .map((input) => `inputs has '${input}', which ${query} does not read. Read it, or drop the input.`),
  ];
}
