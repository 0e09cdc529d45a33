/**
 * How the type of a column changed: `comment` if only the comment of a nested field changed, `extended` if fields were
 * only added to structs.
 */
export type TypeChange = 'same' | 'comment' | 'extended' | 'wider' | 'narrower' | 'incompatible';

/**
 * Compares two types of a column: `wider` if Delta can widen the type without rewriting rows, `narrower` if the reverse
 * is true, and `incompatible` otherwise, for example from string to number.
 *
 * @see https://docs.databricks.com/aws/en/delta/type-widening
 */
export function typeChange(before: string, after: string): TypeChange {
  return compare(parseType(before), parseType(after));
}

interface SparkType {
  /** Spark's name of the type, or the whole text of a type that cannot be parsed. */
  readonly name: string;
  /** Precision and scale, or length. */
  readonly numbers: readonly number[];
  /** Element type of an array, key and value type of a map. */
  readonly types: readonly SparkType[];
  /** Fields of a struct. */
  readonly fields: readonly { readonly name: string; readonly type: SparkType; readonly comment: string }[];
}

/** Aliases of types. */
const SYNONYMS: Readonly<Record<string, string>> = {
  BYTE: 'TINYINT',
  SHORT: 'SMALLINT',
  INTEGER: 'INT',
  LONG: 'BIGINT',
  REAL: 'FLOAT',
  DEC: 'DECIMAL',
  NUMERIC: 'DECIMAL',
  TIMESTAMP_LTZ: 'TIMESTAMP',
};

/** Integer digits that a decimal needs to widen from an integer type in Delta. */
const DIGITS: Readonly<Record<string, number>> = { TINYINT: 10, SMALLINT: 10, INT: 10, BIGINT: 20 };

/** Lossless widenings other than to decimals. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  TINYINT: ['SMALLINT', 'INT', 'BIGINT', 'DOUBLE'],
  SMALLINT: ['INT', 'BIGINT', 'DOUBLE'],
  INT: ['BIGINT', 'DOUBLE'],
  FLOAT: ['DOUBLE'],
  DATE: ['TIMESTAMP_NTZ'],
};

function compare(before: SparkType, after: SparkType): TypeChange {
  if (before.name === after.name) {
    if (before.types.length > 0 || after.types.length > 0) {
      return worst(before.types.map((type, index) => compare(type, after.types[index] as SparkType)));
    }
    if (before.name === 'STRUCT') return compareFields(before, after);
    if (before.numbers.join() === after.numbers.join()) return 'same';
  }
  if (isWider(before, after)) return 'wider';
  return isWider(after, before) ? 'narrower' : 'incompatible';
}

function isWider(before: SparkType, after: SparkType): boolean {
  if (WIDER[before.name]?.includes(after.name)) return true;
  const [length = Number.POSITIVE_INFINITY] = before.numbers;
  if (before.name === 'CHAR' || before.name === 'VARCHAR') {
    return after.name === 'STRING' || (after.name === 'VARCHAR' && (after.numbers[0] ?? 0) >= length);
  }
  if (after.name !== 'DECIMAL') return false;
  const [precision = 10, scale = 0] = after.numbers;
  const digits = DIGITS[before.name];
  if (digits !== undefined) return precision - scale >= digits;
  const [precisionBefore = 10, scaleBefore = 0] = before.numbers;
  return (
    before.name === 'DECIMAL' && scale >= scaleBefore && precision - scale >= precisionBefore - scaleBefore
  );
}

function compareFields(before: SparkType, after: SparkType): TypeChange {
  const remaining = new Map(after.fields.map((field) => [field.name.toLowerCase(), field]));
  const changes = before.fields.map(({ name, type, comment }): TypeChange => {
    const field = remaining.get(name.toLowerCase());
    remaining.delete(name.toLowerCase());
    if (!field) return 'narrower';
    const change = compare(type, field.type);
    return change === 'same' && comment !== field.comment ? 'comment' : change;
  });
  return worst([...changes, ...(remaining.size > 0 ? (['extended'] as const) : [])]);
}

/** The combined change of all parts; parts that are both wider and narrower make it incompatible. */
function worst(changes: readonly TypeChange[]): TypeChange {
  if (changes.includes('incompatible')) return 'incompatible';
  const isMore = changes.includes('wider') || changes.includes('extended');
  if (changes.includes('narrower')) return isMore ? 'incompatible' : 'narrower';
  if (changes.includes('wider')) return 'wider';
  if (changes.includes('extended')) return 'extended';
  return changes.includes('comment') ? 'comment' : 'same';
}

/** Parses a type in Spark DDL. */
function parseType(text: string): SparkType {
  const tokens = text.match(/`[^`]*`|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d+|[<>(),:]/g) ?? [];
  const reader = new TypeReader(tokens);
  const type = reader.type();
  return reader.isAtEnd && type ? type : named(text.trim().toUpperCase());
}

function named(name: string, parts: Partial<SparkType> = {}): SparkType {
  return { name, numbers: [], types: [], fields: [], ...parts };
}

class TypeReader {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  get isAtEnd(): boolean {
    return this.position === this.tokens.length;
  }

  /** The type at this position; undefined if there is none. */
  type(): SparkType | undefined {
    const word = this.next()?.toUpperCase();
    if (word === undefined || !/^[A-Z]/.test(word)) return undefined;
    const name = SYNONYMS[word] ?? word;
    if (name === 'STRUCT') return this.record();
    if (this.take('<')) {
      const types = this.list('>', () => this.type());
      return types && types.length === (name === 'MAP' ? 2 : 1) ? named(name, { types }) : undefined;
    }
    if (!this.take('(')) return named(name);
    const numbers = this.list(')', () => Number(this.next()));
    return numbers && named(name, { numbers });
  }

  private record(): SparkType | undefined {
    if (!this.take('<')) return undefined;
    const fields = this.list('>', () => {
      const name = this.next()?.replaceAll('`', '');
      this.take(':');
      const type = this.type();
      if (this.take('NOT')) this.take('NULL');
      const comment = this.take('COMMENT') ? (this.next() ?? '') : '';
      return name !== undefined && type ? { name, type, comment } : undefined;
    });
    return fields && named('STRUCT', { fields });
  }

  private list<T>(end: string, item: () => T | undefined): T[] | undefined {
    const items: T[] = [];
    while (!this.take(end)) {
      const read = item();
      if (read === undefined || this.isAtEnd) return undefined;
      items.push(read);
      this.take(',');
    }
    return items;
  }

  private next(): string | undefined {
    return this.tokens[this.position++];
  }

  private take(token: string): boolean {
    if (this.tokens[this.position]?.toUpperCase() !== token) return false;
    this.position += 1;
    return true;
  }
}
