import { OF_COLUMNS } from './notebook-expressions';

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** SQL functions with a column first, then literals such as formats, patterns, units and values. */
const COLUMN_THEN_LITERALS = words(`
  to_date to_timestamp date_format trunc from_unixtime unix_timestamp from_json get_json_object json_tuple window
  session_window lag lead split regexp_replace regexp_extract element_at array_contains array_join array_position
  from_utc_timestamp to_utc_timestamp next_day translate substring_index instr lpad rpad encode decode sha2
  transform filter exists forall
`);

/** SQL functions with a literal first, then columns. */
const LITERAL_THEN_COLUMNS = words('date_trunc concat_ws format_string locate');

/** SQL functions that take only literals. */
const LITERALS = words('lit when');

/** Further SQL functions whose string arguments are all column names. */
const COLUMNS = words(`
  hex unhex ceil floor sqrt cbrt exp ln log10 log2 sin cos tan signum negative degrees radians rint factorial initcap
  reverse crc32 base64 unbase64 bit_length octet_length char_length soundex ascii unix_seconds unix_micros
  timestamp_seconds timestamp_micros quarter weekofyear dayofyear last_day months_between flatten isnotnull nvl2
  map_from_arrays map_entries map_concat array_min array_max array_union array_intersect array_except arrays_overlap
  arrays_zip posexplode posexplode_outer inline skewness kurtosis stddev_pop stddev_samp var_pop var_samp corr
  covar_pop covar_samp product cardinality shuffle typeof
`);

/**
 * The meaning of a string argument of a Spark SQL function.
 *
 * @param position position of the argument from 0; undefined for a keyword argument
 * @returns undefined if it is unknown
 * @see https://spark.apache.org/docs/latest/api/python/reference/pyspark.sql/functions.html
 */
export function meaningOfText(name: string, position: number | undefined): 'literal' | 'column' | undefined {
  if (LITERALS.has(name)) return 'literal';
  if (COLUMNS.has(name) || OF_COLUMNS.has(name)) return 'column';
  if (position === undefined) return undefined;
  if (COLUMN_THEN_LITERALS.has(name)) return position === 0 ? 'column' : 'literal';
  return LITERAL_THEN_COLUMNS.has(name) ? (position === 0 ? 'literal' : 'column') : undefined;
}
