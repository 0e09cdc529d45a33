import type { Input } from '../graph';
import { didYouMean } from '../identifier';

/**
 * How a stream recognises rows that were delivered again.
 *
 * The first row of its keys counts, whenever it comes; one with the same keys within `within` of it does not.
 * State is bounded: a key is forgotten when `time` has gone on by twice as much. A row whose `time` is further behind
 * than `within` is left out, so `time` must be one that never falls far behind: when a message was delivered, and
 * not when its event happened.
 *
 * @see https://spark.apache.org/docs/latest/streaming/apis-on-dataframes-and-datasets.html#streaming-deduplication
 */
export interface Deduplication {
  /** Columns of the inputs that two deliveries of the same thing share. */
  readonly keys: readonly string[];

  /** How far apart two deliveries can be: a whole number of minutes, hours or days, such as `'7 days'`. */
  readonly within: string;

  /** Column of the inputs with the time of the delivery. */
  readonly time: string;
}

/** What is wrong with a deduplication of rows that come from `inputs`. */
export function deduplicationProblems(deduplicate: Deduplication, inputs: readonly Input[]): string[] {
  const { keys, within, time } = deduplicate;
  return [
    ...(keys.length === 0 ? ['deduplicate has no keys: name the columns that two deliveries share.'] : []),
    ...(/^[1-9][0-9]* (minute|hour|day)s?$/.test(within)
      ? []
      : [`deduplicate: within '${within}' is no duration. Write minutes, hours or days, such as '7 days'.`]),
    ...inputs.flatMap(({ dataset }) => {
      const columns = Object.keys(dataset.columns);
      const type = dataset.columns[time]?.type;
      return [
        ...[...keys, time]
          .filter((column) => !columns.includes(column))
          .map(
            (column) =>
              `deduplicate names '${column}', which ${dataset.name} does not have (${columns.join(', ')}).${didYouMean(column, columns)}`,
          ),
        ...(type === undefined || type === 'TIMESTAMP'
          ? []
          : [`deduplicate: time '${time}' of ${dataset.name} is ${type}. Name a column of type TIMESTAMP.`]),
      ];
    }),
  ];
}
