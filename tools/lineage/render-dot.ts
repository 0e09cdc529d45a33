import type { Arrow, Drawing, Shape } from './drawing';

/**
 * Renders a drawing as Graphviz DOT.
 *
 * @see https://graphviz.org/doc/info/lang.html
 */
export function renderDot({ shapes, arrows }: Drawing): string {
  const groups = [...new Set(shapes.map(({ group }) => group))];
  const boxes = groups.flatMap((group, index) => {
    const lines = shapes.filter((shape) => shape.group === group).map(node);
    return group === undefined
      ? lines.map((line) => `  ${line}`)
      : [
          `  subgraph cluster_${index} {`,
          `    label=${quoted(group)};`,
          ...lines.map((line) => `    ${line}`),
          '  }',
        ];
  });
  return [
    'digraph lineage {',
    '  rankdir=LR;',
    '  node [shape=box];',
    ...boxes,
    ...arrows.map((arrow) => `  ${quoted(arrow.from)} -> ${quoted(arrow.to)}${attributesOf(arrow)};`),
    '}',
  ].join('\n');
}

function node({ id, lines, isRoot }: Shape): string {
  const attributes = [`label=${quoted(lines.join('\n'))}`, ...(isRoot ? ['penwidth=3'] : [])];
  return `${quoted(id)} [${attributes.join(', ')}];`;
}

function attributesOf({ label, isDashed }: Arrow): string {
  const attributes = [
    ...(label === undefined ? [] : [`label=${quoted(label)}`]),
    ...(isDashed ? ['style=dashed'] : []),
  ];
  return attributes.length > 0 ? ` [${attributes.join(', ')}]` : '';
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
