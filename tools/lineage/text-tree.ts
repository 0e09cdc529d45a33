/** A line of a tree, and whether there is more below it. */
export interface Branch {
  readonly id: string;
  readonly text: string;
}

/**
 * The lines below the root of a tree. What appears again is only marked.
 *
 * @param next what is below a line, by its id
 * @param again text after a line whose branches are shown further above
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
