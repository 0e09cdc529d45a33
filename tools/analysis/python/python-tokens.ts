import type { SyntaxNode } from '@lezer/common';

/** A piece of Python code: a syntax node and the text it was parsed from. */
export interface PythonCode {
  readonly node: SyntaxNode;
  readonly text: string;
}

/** The children of a node, without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

/** The items of a comma-separated list, without its brackets. */
export function itemsOf(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const items: SyntaxNode[][] = [[]];
  for (const node of nodes) {
    if (node.name === ',') items.push([]);
    else if (!/^[()[\]{}]$/.test(node.name)) items.at(-1)?.push(node);
  }
  return items.filter((item) => item.length > 0);
}

export function textOf({ node, text }: PythonCode): string {
  return text.slice(node.from, node.to);
}

/** The value of a string literal; rare escapes are kept unchanged. */
export function stringValue(literal: string): string {
  const prefix = /^[A-Za-z]*/.exec(literal)?.[0] ?? '';
  const quoted = literal.slice(prefix.length);
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const content = quoted.slice(width, -width);
  return /r/i.test(prefix) ? content : unescaped(content);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\n': '' };

/** Text with its escapes resolved. */
export function unescaped(content: string): string {
  return content.replaceAll(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (whole, unicode?: string, byte?: string, other = '') => {
      const code = unicode ?? byte;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return ESCAPES[other] ?? (/[\\'"]/.test(other) ? other : whole);
    },
  );
}

/** The code without comments, docstrings and formatting: equal for equivalent code. */
export function tokensOf(code: PythonCode): string {
  const tokens: string[] = [];
  collectTokens(code, tokens);
  return tokens.join(' ');
}

function collectTokens({ node, text }: PythonCode, tokens: string[]): void {
  if (isDocstring(node) || node.name === 'Comment') return;
  if (node.name === 'String') {
    tokens.push(JSON.stringify(stringValue(text.slice(node.from, node.to))));
    return;
  }
  const children = childrenOf(node);
  if (children.length === 0) {
    const isTrailingComma = node.name === ',' && /^[)\]}]$/.test(node.nextSibling?.name ?? '');
    if (!isTrailingComma) tokens.push(text.slice(node.from, node.to));
    return;
  }
  // Only indentation marks the end of a block.
  if (node.name === 'Body') tokens.push('{');
  for (const child of children) collectTokens({ node: child, text }, tokens);
  if (node.name === 'Body') tokens.push('}');
  if (node.name.endsWith('Statement')) tokens.push(';');
}

/** Whether a statement consists of a string only. */
export function isDocstring(node: SyntaxNode): boolean {
  return node.name === 'ExpressionStatement' && /^(Continued)?String$/.test(node.firstChild?.name ?? '');
}
