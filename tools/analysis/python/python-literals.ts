import type { SyntaxNode } from '@lezer/common';
import type { Expression, ExpressionGraph } from './expression-graph';
import { childrenOf, type PythonCode, textOf, unescaped } from './python-tokens';

/** Normalized number literal; 1 and 1.0 stay different because their types differ. */
export function numberText(literal: string): string {
  const text = literal.replaceAll('_', '').toLowerCase();
  if (/^\d+$/.test(text)) return text.replace(/^0+(?=\d)/, '');
  if (!/^[\d.]+(e[+-]?\d+)?$/.test(text)) return text;
  const value = String(Number(text));
  return /^\d+$/.test(value) ? `${value}.0` : value;
}

/** An integer as the text it becomes in a formatted string. */
function asText(graph: ExpressionGraph, part: Expression): Expression {
  return part.kind === 'number' && /^\d+$/.test(part.label) ? graph.node('text', part.label) : part;
}

/** `f"a{b}"`, as one text if all its values are literals. */
export function formattedText(
  graph: ExpressionGraph,
  { node, text }: PythonCode,
  read: (part: SyntaxNode) => Expression,
): Expression {
  const parts: Expression[] = [];
  const literal = textOf({ node, text });
  const start = /^[A-Za-z]*("""|'''|"|')/.exec(literal)?.[0].length ?? 1;
  const width = /"""|'''/.test(literal.slice(0, start)) ? 3 : 1;
  let position = node.from + start;
  const addText = (end: number) => {
    const between = text.slice(position, end).replaceAll('{{', '{').replaceAll('}}', '}');
    if (between !== '') parts.push(graph.node('text', unescaped(between)));
  };
  for (const replacement of node.getChildren('FormatReplacement')) {
    addText(replacement.from);
    const [, value, ...how] = childrenOf(replacement) as [SyntaxNode, SyntaxNode, ...SyntaxNode[]];
    const format = how.filter(({ name }) => name !== '}').map((part) => textOf({ node: part, text }));
    const part = asText(graph, read(value));
    parts.push(format.length === 0 ? part : graph.node('formatted', format.join(''), [part]));
    position = replacement.to;
  }
  addText(node.to - width);
  return parts.every(({ kind }) => kind === 'text')
    ? graph.node('text', parts.map(({ label }) => label).join(''))
    : graph.node('formatted', '', parts);
}
