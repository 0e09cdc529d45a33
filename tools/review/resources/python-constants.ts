import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { childrenOf, stringValue } from '../../analysis/python/python-tokens';

/** A constant of a Python notebook, with the position of its value. */
export interface PythonConstant {
  /** The value as JSON. */
  readonly value: unknown;
  readonly from: number;
  readonly to: number;
}

/**
 * A constant that a notebook defines as a literal at the top level.
 *
 * @returns undefined if the constant does not exist or is not a literal
 */
export function pythonConstant(text: string, name: string): PythonConstant | undefined {
  const [found] = parser
    .parse(text)
    .topNode.getChildren('AssignStatement')
    .filter(
      ({ from, firstChild }) =>
        (from === 0 || text[from - 1] === '\n') && text.slice(from, firstChild?.to) === name,
    );
  const node = found?.lastChild;
  if (!node) return undefined;
  try {
    return { value: literal(node, text), from: node.from, to: node.to };
  } catch {
    return undefined;
  }
}

/** Source of a notebook without the values of the given constants and without comments. */
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

function literal(node: SyntaxNode, text: string): unknown {
  const source = text.slice(node.from, node.to);
  const isUnclosed = node.name === 'String' && !/^\w*(["'])[\s\S]*\1$/.test(source);
  if (isUnclosed || node.getChild('⚠')) throw new Error('a syntax error');
  const parts = childrenOf(node).filter(({ name }) => !/^[()[\]{},:]$/.test(name));
  switch (node.name) {
    case 'Boolean':
      return source === 'True';
    case 'None':
      return null;
    case 'String':
      return stringValue(source);
    case 'ContinuedString':
      return parts.map((part) => literal(part, text)).join('');
    case 'Number':
      return Number(source);
    case 'UnaryExpression':
      return -(literal(parts.at(-1) as SyntaxNode, text) as number);
    case 'ParenthesizedExpression':
      return literal(parts[0] as SyntaxNode, text);
    case 'ArrayExpression':
    case 'TupleExpression':
      return parts.map((part) => literal(part, text));
    case 'DictionaryExpression': {
      const values = parts.map((part) => literal(part, text));
      const pairs = values.flatMap((key, index) =>
        index % 2 === 0 ? [[String(key), values[index + 1]]] : [],
      );
      return Object.fromEntries(pairs);
    }
    default:
      throw new Error(`${node.name} is not a literal`);
  }
}
