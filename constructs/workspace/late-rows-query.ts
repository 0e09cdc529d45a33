import { StreamingTable } from '../medallion/datasets/streaming-table';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { unionQuery } from './alert-queries';
import { hoursAgo, quotedName } from './event-log';

/** A deduplicated table whose rows can be matched with those of its input. */
interface Deduplicated {
  readonly table: StreamingTable;
  readonly source: Dataset;
}

/**
 * Rows of an input that a deduplicated table has dropped as late, one row per table and day; undefined if no table
 * can be compared. Databricks reports them only in the progress of the stream, and no expectation counts them.
 *
 * A row is lost if no row with its keys is in the table or its quarantine. Rows whose delivery time is in the last two
 * `within` periods are compared. Only rows an hour older than the newest in the table count, because an update may be
 * running.
 *
 * @see https://docs.databricks.com/aws/en/ldp/stateful-processing
 */
export function lateRowsQuery(platform: MedallionPlatform): string | undefined {
  const compared = platform.datasets.flatMap(deduplicatedOf);
  if (compared.length === 0) return undefined;
  const problems = compared.map((each): [string, string] => [
    `late_${each.table.name}`,
    lateRows(each, platform),
  ]);
  return unionQuery([], Object.fromEntries(problems));
}

/** Return the table if it can be compared: dropped rows must be in a quarantine, and keys and time in both tables. */
function deduplicatedOf(table: Dataset): Deduplicated[] {
  if (!(table instanceof StreamingTable) || !table.deduplicate) return [];
  const { keys, time } = table.deduplicate;
  const [input, ...others] = table.inputs;
  const drops = table.expectations.some(({ action }) => action === 'drop');
  const isComparable =
    others.length === 0 &&
    (!drops || table.quarantine) &&
    [...keys, time].every((column) => Object.hasOwn(table.columns, column));
  return input && isComparable ? [{ table, source: input.dataset }] : [];
}

function lateRows({ table, source }: Deduplicated, { catalog, schema }: MedallionPlatform): string {
  const { keys, time, within } = table.deduplicate ?? { keys: [], time: '', within: '' };
  const columns = [...keys, time].map((column) => `\`${column}\``).join(', ');
  const named = ({ name }: Dataset) => quotedName({ catalog, schema, name });
  // The first delivery of a row may be two periods older, because its key is remembered that long.
  const kept = [table, ...(table.quarantine ? [table.quarantine] : [])].map(
    (each) =>
      `SELECT ${columns} FROM ${named(each)} WHERE \`${time}\` >= current_timestamp() - 4 * INTERVAL '${within}'`,
  );
  const isSame = keys.map((key) => `kept.\`${key}\` <=> delivered.\`${key}\``).join(' AND ');
  return `SELECT
    'rows dropped as late' AS kind,
    '${table.name}' AS object,
    CAST(count(*) AS DOUBLE) AS value,
    concat(format_number(count(*), 0), ' rows of ${source.name} from ', to_date(delivered.\`${time}\`)) AS message
  FROM ${named(source)} AS delivered
  LEFT ANTI JOIN (
    ${kept.join('\n    UNION ALL\n    ')}
  ) AS kept ON ${isSame}
  WHERE
    delivered.\`${time}\` >= current_timestamp() - 2 * INTERVAL '${within}'
    AND delivered.\`${time}\` < ${hoursAgo(1)}
    AND delivered.\`${time}\` < (SELECT max(\`${time}\`) - INTERVAL 1 HOUR FROM ${named(table)})
  GROUP BY to_date(delivered.\`${time}\`)`;
}
