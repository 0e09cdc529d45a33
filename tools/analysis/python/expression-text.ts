import { shorten } from '../../terminal/style';
import type { Expression } from './expression-graph';

/** Names in front of functions that every reader knows. */
const KNOWN_PATHS = /^(pyspark\.sql\.functions\.|pyspark\.sql\.|builtins\.)/;

/** Longest text of an expression: it is for a sentence, not for a program. */
const MOST_CHARACTERS = 120;

/** An expression in a few words, as its author would write it: `date_trunc('hour', event_timestamp)`. */
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
      // SQL is told as it stands.
      if (label.endsWith('.expr') && children[0]?.kind === 'text') return children[0].label;
      return `${label.replace(KNOWN_PATHS, '')}(${parts.join(', ')})`;
    case 'opaque':
      return label;
    default:
      return `${label}(${parts.join(', ')})`;
  }
}
