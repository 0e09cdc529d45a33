/** A node of a text tree. */
export interface Branch {
  readonly id: string;
  readonly text: string;
}

/**
 * The lines below the root of a tree. Repeated nodes are marked instead of expanded again.
 *
 * @param next returns the children of a node by ID
 * @param again suffix of a repeated node
 */
export function treeLines(root: string, next: (id: string) => readonly Branch[], again: string): string[] {
  const seen = new Set([root]);
  const below = (id: string, indent: string): string[] => {
    const branches = next(id);
    return branches.flatMap((branch, index) => {
      const isLast = index === branches.length - 1;
      const isAgain = seen.has(branch.id) && next(branch.id).length > 0;
      seen.add(branch.id);
      const line = `${indent}${isLast ? '└─' : '├─'} ${branch.text}${isAgain ? again : ''}`;
      return [line, ...(isAgain ? [] : below(branch.id, `${indent}${isLast ? '   ' : '│  '}`))];
    });
  };
  return below(root, '');
}
