import type { Input } from '../graph';
import { didYouMean } from '../identifier';

/**
 * How a stream drops rows that were delivered more than once.
 *
 * The first row with a given key is kept; later rows with the same key within `within` are dropped. State is bounded:
 * a key is forgotten once `time` has advanced by twice `within`. Rows whose `time` lags by more than `within` are
 * dropped as late, so choose a `time` that never lags far behind: the time the message was delivered, not the time
 * the event happened.
 *
 * @see https://spark.apache.org/docs/latest/streaming/apis-on-dataframes-and-datasets.html#streaming-deduplication
 */
export interface Deduplication {
  /** Columns of the inputs that are equal for repeated deliveries of the same event. */
  readonly keys: readonly string[];

  /** Maximum time between two deliveries: a whole number of minutes, hours or days, such as `'7 days'`. */
  readonly within: string;

  /** Column of the inputs with the delivery time. */
  readonly time: string;
}

/** Return the problems of a deduplication of rows from `inputs`. */
export function deduplicationProblems(deduplicate: Deduplication, inputs: readonly Input[]): string[] {
  const { keys, within, time } = deduplicate;
  return [
    ...(keys.length === 0
      ? ['deduplicate has no keys. Name the columns that are equal for repeated deliveries.']
      : []),
    ...(/^[1-9][0-9]* (minute|hour|day)s?$/.test(within)
      ? []
      : [
          `deduplicate: within '${within}' is not a valid duration. Use minutes, hours or days, such as '7 days'.`,
        ]),
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
          : [`deduplicate: time '${time}' of ${dataset.name} is ${type}. Use a TIMESTAMP column.`]),
      ];
    }),
  ];
}
