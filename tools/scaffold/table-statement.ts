import type { Column, Columns } from '../../constructs/medallion/column';
import type { Expectation } from '../../constructs/medallion/expectation';
import { type NewTable, TABLE_KINDS } from './new-table';
import type { TableDraft } from './table-draft';

/** The statement that creates a table, and the names that it needs. */
export interface TableStatement {
  readonly text: string;
  /** Functions of the vocabulary's columns. */
  readonly columnFunctions: ReadonlySet<string>;
  /** Functions of the vocabulary's rules. */
  readonly expectationFunctions: ReadonlySet<string>;
}

/** What of the statement depends on the file that it stands in. */
export interface StatementSurroundings {
  /** The input as an expression: `silver.pageViews`. */
  readonly input: string;
  /** Constant that holds how the layer recognises deliveries of the same event, if there is one. */
  readonly deduplication?: string;
}

const EXPECTATION_FUNCTIONS: Readonly<Record<Expectation['action'], string>> = {
  warn: 'expectOrWarn',
  drop: 'expectOrDrop',
  fail: 'expectOrFail',
};

/** Functions of the vocabulary for types that need no more than a comment. */
const COLUMN_FUNCTIONS: Readonly<Record<string, string>> = {
  STRING: 'string',
  BOOLEAN: 'boolean',
  INT: 'int',
  BIGINT: 'bigint',
  DOUBLE: 'double',
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  BINARY: 'binary',
};

/** The statement in the constructor of a layer that creates the table; the formatter breaks its lines. */
export function tableStatement(
  table: NewTable,
  draft: TableDraft,
  { input, deduplication }: StatementSurroundings,
): TableStatement {
  const columnFunctions = new Set<string>();
  const columns = columnEntries(draft.columns, columnFunctions);
  const rules = draft.expectations.map(
    ({ action, name, rule }) => `${EXPECTATION_FUNCTIONS[action]}(${literal(name)}, ${literal(rule)})`,
  );
  const properties = [
    `comment: ${literal(draft.comment)}`,
    `inputs: { ${table.inputName}: ${input} }`,
    ...(draft.deduplicate ? [`deduplicate: ${deduplication ?? JSON.stringify(draft.deduplicate)}`] : []),
    // The line break keeps the formatter from drawing the columns into one line.
    `columns: {\n${columns.join(', ')} }`,
    ...(draft.primaryKey.length > 0 ? [`primaryKey: ${JSON.stringify(draft.primaryKey)}`] : []),
    ...(rules.length > 0 ? [`expectations: [${rules.join(', ')}]`] : []),
    ...(table.quarantine ? ['quarantine: true'] : []),
    ...(draft.clusterBy.length > 0 ? [`clusterBy: ${JSON.stringify(draft.clusterBy)}`] : []),
  ];
  const kind = TABLE_KINDS[table.kind];
  return {
    text: `this.${table.property} = new ${kind}(this, ${literal(table.dataset)}, {\n${properties.join(',\n')} });`,
    columnFunctions,
    expectationFunctions: new Set(draft.expectations.map(({ action }) => EXPECTATION_FUNCTIONS[action])),
  };
}

/** Columns with their names as code. What is personal in the input is personal here. */
function columnEntries(columns: Columns, used: Set<string>): string[] {
  const entries: string[] = [];
  let personal: string[] = [];
  const endPersonal = () => {
    if (personal.length > 0) entries.push(`...personal({ ${personal.join(', ')} })`);
    personal = [];
  };
  for (const [name, column] of Object.entries(columns)) {
    const entry = `${name}: ${columnCode(column, used)}`;
    if (column.personalData) {
      used.add('personal');
      personal.push(entry);
    } else {
      endPersonal();
      entries.push(entry);
    }
  }
  endPersonal();
  return entries;
}

/** A column as code; `used` takes in the functions that it calls. */
function columnCode({ type, comment }: Column, used: Set<string>): string {
  const scalar = COLUMN_FUNCTIONS[type];
  if (scalar) {
    used.add(scalar);
    return `${scalar}(${literal(comment)})`;
  }
  const element = /^ARRAY<(\w+)>$/.exec(type)?.[1];
  if (element && COLUMN_FUNCTIONS[element]) {
    used.add('array');
    return `array(${columnCode({ type: element, comment: 'one of them' }, used)}, ${literal(comment)})`;
  }
  return `{ type: ${literal(type)}, comment: ${literal(comment)} }`;
}

/** Text as a literal; the formatter chooses the quotes. */
function literal(text: string): string {
  return JSON.stringify(text);
}
