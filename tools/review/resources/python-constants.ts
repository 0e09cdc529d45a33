/** A constant of a Python notebook, with the place of its value in the text. */
export interface PythonConstant {
  /** The value: texts, numbers, `true`, `false`, `null`, lists and objects. */
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

const TOKEN =
  /\s*(?:#[^\n]*\s*)*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|True|False|None|[[\]{}(),:])/y;

/**
 * A constant that a notebook defines at the beginning of a line, if its value is written out.
 *
 * @returns nothing if there is none of this name, or if its value has to be computed
 */
export function pythonConstant(text: string, name: string): PythonConstant | undefined {
  const start = new RegExp(`^${name}(?: *:[^=\\n]+)? *= *`, 'm').exec(text);
  if (!start) return undefined;
  const from = start.index + start[0].length;
  try {
    const reader = new LiteralReader(text, from);
    const value = reader.value();
    return { value, from, to: reader.position };
  } catch {
    return undefined;
  }
}

/** Text of a notebook without the values of some constants and without its explanations. */
export function withoutConstants(text: string, names: readonly string[]): string {
  const spans = names
    .flatMap((name) => pythonConstant(text, name) ?? [])
    .sort((one, other) => other.from - one.from);
  const bare = spans.reduce((rest, { from, to }) => `${rest.slice(0, from)}…${rest.slice(to)}`, text);
  return bare
    .split('\n')
    .filter((line) => !line.startsWith('# MAGIC'))
    .join('\n');
}

/** Reads one value of Python that is written out. */
class LiteralReader {
  constructor(
    private readonly text: string,
    public position: number,
  ) {}

  value(): unknown {
    const token = this.next();
    switch (token) {
      case 'True':
        return true;
      case 'False':
        return false;
      case 'None':
        return null;
      case '[':
        return this.items(']');
      case '(':
        return this.items(')');
      case '{':
        return this.entries();
      default:
        return /^["']/.test(token) ? this.string(token) : Number(token);
    }
  }

  private items(end: string): unknown[] {
    const items: unknown[] = [];
    while (this.peek() !== end) {
      items.push(this.value());
      if (this.peek() === ',') this.next();
    }
    this.next();
    return items;
  }

  private entries(): Readonly<Record<string, unknown>> {
    const entries: [string, unknown][] = [];
    while (this.peek() !== '}') {
      const key = String(this.value());
      if (this.next() !== ':') throw new Error('no dictionary');
      entries.push([key, this.value()]);
      if (this.peek() === ',') this.next();
    }
    this.next();
    return Object.fromEntries(entries);
  }

  /** A string, with those that follow it without an operator: Python takes them for one. */
  private string(first: string): string {
    let value = unquoted(first);
    while (/^["']/.test(this.peek() ?? '')) value += unquoted(this.next());
    return value;
  }

  private peek(): string | undefined {
    TOKEN.lastIndex = this.position;
    return TOKEN.exec(this.text)?.[1];
  }

  private next(): string {
    TOKEN.lastIndex = this.position;
    const token = TOKEN.exec(this.text)?.[1];
    if (token === undefined) throw new Error('no literal');
    this.position = TOKEN.lastIndex;
    return token;
  }
}

function unquoted(token: string): string {
  const inner = token.slice(1, -1);
  return inner.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/g, (_, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return { n: '\n', t: '\t', r: '\r' }[code] ?? code;
  });
}
