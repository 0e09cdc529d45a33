/** Synonyms of methods of DataFrames and columns. */
export const METHOD_SYNONYMS: Readonly<Record<string, string>> = {
  where: 'filter',
  groupby: 'groupBy',
  drop_duplicates: 'dropDuplicates',
  unionAll: 'union',
  sort: 'orderBy',
  mean: 'avg',
  astype: 'cast',
  name: 'alias',
};

/** Parameter names of methods. */
export const METHOD_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  filter: ['condition'],
  join: ['other', 'on', 'how'],
  crossJoin: ['other'],
  union: ['other'],
  unionByName: ['other', 'allowMissingColumns'],
  dropDuplicates: ['subset'],
  dropDuplicatesWithinWatermark: ['subset'],
  withWatermark: ['eventTime', 'delayThreshold'],
  withColumn: ['colName', 'col'],
  withColumns: ['colsMap'],
  withColumnRenamed: ['existing', 'new'],
  withColumnsRenamed: ['colsMap'],
  applyInPandas: ['func', 'schema'],
  limit: ['num'],
  cast: ['dataType'],
  over: ['window'],
};

/** Synonyms of SQL functions. */
export const FUNCTION_SYNONYMS: Readonly<Record<string, string>> = {
  column: 'col',
  countDistinct: 'count_distinct',
  sumDistinct: 'sum_distinct',
  mean: 'avg',
  approxCountDistinct: 'approx_count_distinct',
  datediff: 'date_diff',
  shiftLeft: 'shiftleft',
};

/** Synonyms of join types. */
const JOIN_TYPES: readonly (readonly [type: string, ...others: string[]])[] = [
  ['inner'],
  ['cross'],
  ['full', 'outer', 'fullouter', 'full_outer'],
  ['left', 'leftouter', 'left_outer'],
  ['right', 'rightouter', 'right_outer'],
  ['left_semi', 'semi', 'leftsemi'],
  ['left_anti', 'anti', 'leftanti'],
];

/** The canonical name of a join type; unknown names unchanged. */
export function joinType(name: string): string {
  return JOIN_TYPES.find((names) => names.includes(name.toLowerCase()))?.[0] ?? name;
}

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** SQL functions whose arguments are all columns, so that strings are column names. */
export const OF_COLUMNS = words(`
  count sum min max avg first last any_value count_distinct sum_distinct approx_count_distinct count_if
  collect_set collect_list min_by max_by stddev variance median mode bool_and bool_or every some
  coalesce struct array least greatest concat md5 sha1 upper lower trim ltrim rtrim length abs isnull isnan
  year month dayofmonth dayofweek hour minute second date_diff unix_millis timestamp_millis try_divide nullif
  ifnull nvl explode explode_outer size array_size array_sort array_distinct array_compact sequence asc desc
  rank dense_rank row_number sort_array map_keys map_values
`);

/** Aggregate functions. */
export const AGGREGATES = words(`
  count sum min max avg first last any_value count_distinct sum_distinct approx_count_distinct count_if first_value
  last_value collect_set collect_list array_agg min_by max_by stddev stddev_pop stddev_samp variance var_pop var_samp
  median mode bool_and bool_or every some percentile percentile_approx approx_percentile corr covar_pop covar_samp
  kurtosis skewness product bit_and bit_or bit_xor grouping grouping_id histogram_numeric listagg string_agg
  hll_sketch_agg hll_union_agg regr_slope regr_intercept regr_count regr_r2 regr_avgx regr_avgy
`);

/** SQL functions of which only the first argument is a column. */
export const OF_ONE_COLUMN = words(`
  to_date to_timestamp round date_format date_add date_sub add_months sha2 from_json window session_window percentile
  percentile_approx lag lead split substring regexp_replace regexp_extract element_at cast array_contains
`);

/** SQL functions whose arguments after the first are columns. */
export const OF_COLUMNS_BEHIND_THE_FIRST = words('concat_ws date_trunc format_string');

/** Stateless DataFrame methods, which process one row at a time. */
export const STATELESS = words(`
  select selectExpr withColumn withColumns withColumnRenamed withColumnsRenamed drop filter alias hint to toDF
  coalesce repartition repartitionByRange cache persist na fillna dropna replace fill observe withMetadata
  orderBy sortWithinPartitions mapInPandas mapInArrow unpivot melt sample transform as
`);

/** Methods that group the rows of a DataFrame. */
export const GROUPING = words('groupBy rollup cube groupingSets');

/** Methods that aggregate groups to one row each. */
export const AGGREGATING = words('agg count sum avg min max');

/** Methods that pass the rows and the state of each group to a Python function. */
export const OF_GROUPS = words(`
  applyInPandas applyInArrow apply applyInPandasWithState transformWithState transformWithStateInPandas
`);

/** Methods that compare whole rows of two DataFrames. */
export const SET_OPERATIONS = words('intersect intersectAll subtract exceptAll');

/** Methods that match columns by position instead of by name. */
export const BY_POSITION =
  /\.(union|unionAll|intersect|intersectAll|subtract|exceptAll|toDF|columns|mapInPandas|mapInArrow|applyInPandas|applyInArrow|apply)\b/;
