import { shorten } from '../../terminal/style';
import type { Expression } from './expression-graph';

/** Module prefixes that are left out. */
const KNOWN_PATHS = /^(pyspark\.sql\.functions\.|pyspark\.sql\.|builtins\.)/;

/** Maximum length of an expression's text, which is used in sentences. */
const MOST_CHARACTERS = 120;

/** Short text of an expression, similar to its source: `date_trunc('hour', event_timestamp)`. */
export function expressionText(expression: Expression): string {
  return shorten(written(expression, 12), MOST_CHARACTERS);
}

function written({ kind, label, children }: Expression, depth: number): string {
  if (depth === 0) return '…';
  const parts = children.map((child) => written(child, depth - 1));
  const [first = '', ...others] = parts;
  switch (kind) {
    case 'column':
    case 'number':
    case 'constant':
    case 'parameter':
      return label;
    case 'text':
      return `'${label}'`;
    case 'name':
      return label.replace(KNOWN_PATHS, '');
    case 'list':
    case 'tuple':
      return parts.join(', ');
    case 'dictionary':
      return `{${parts.join(', ')}}`;
    case 'entry':
      return parts.join(': ');
    case 'keyword':
      return `${label}=${first}`;
    case 'method':
      return label === 'alias' ? first : `${first}.${label}(${others.join(', ')})`;
    case 'member':
      return `${first}.${label}`;
    case 'item':
      return `${first}[${others[0] ?? label}]`;
    case 'operator':
      return others.length === 0 ? `${label}${first}` : parts.join(` ${label} `);
    case 'conditional':
      return `${others[0]} if ${first} else ${others[1]}`;
    case 'call':
      // SQL is shown unchanged.
      if (label.endsWith('.expr') && children[0]?.kind === 'text') return children[0].label;
      return `${label.replace(KNOWN_PATHS, '')}(${parts.join(', ')})`;
    case 'opaque':
      return label;
    default:
      return `${label}(${parts.join(', ')})`;
  }
}
