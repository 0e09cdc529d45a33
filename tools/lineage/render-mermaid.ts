import type { Arrow, Drawing, Shape } from './drawing';

/**
 * Renders a drawing as Mermaid.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html
 */
export function renderMermaid({ shapes, arrows }: Drawing): string {
  const numbers = new Map(shapes.map(({ id }, index) => [id, `n${index}`] as const));
  const number = (id: string) => numbers.get(id) ?? '';
  const node = (shape: Shape) => `${number(shape.id)}["${shape.lines.map(escaped).join('<br/>')}"]`;
  const groups = [...new Set(shapes.map(({ group }) => group))];
  const boxes = groups.flatMap((group, index) => {
    const lines = shapes.filter((shape) => shape.group === group).map(node);
    return group === undefined
      ? lines.map((line) => `  ${line}`)
      : [`  subgraph g${index}["${escaped(group)}"]`, ...lines.map((line) => `    ${line}`), '  end'];
  });
  const roots = shapes.filter(({ isRoot }) => isRoot);
  return [
    'flowchart LR',
    ...boxes,
    ...arrows.map((arrow) => `  ${number(arrow.from)} ${arrowOf(arrow)} ${number(arrow.to)}`),
    ...roots.map(({ id }) => `  style ${number(id)} stroke-width:3px`),
  ].join('\n');
}

function arrowOf({ label, isDashed }: Arrow): string {
  const line = isDashed ? '-.->' : '-->';
  return label === undefined ? line : `${line}|${escaped(label)}|`;
}

/** Escapes characters with a meaning in Mermaid. */
function escaped(text: string): string {
  return text.replace(/[#"<>&|]/g, (character) => `#${character.codePointAt(0)};`);
}
