import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';
import { parsePython } from '../../../constructs/medallion/sources/python-module';
import { childrenOf, type PythonCode } from './python-tokens';

/** Definition of a name in a notebook. */
export type Definition =
  | { readonly kind: 'function' | 'class'; readonly code: PythonCode }
  | {
      readonly kind: 'value';
      readonly code: PythonCode;
      /** Position among several targets of one assignment. */
      readonly position?: number;
    }
  | { readonly kind: 'import'; readonly path: string };

/** A cell of a notebook, or part of one: the declaration of a dataset is a separate part. */
export interface NotebookCell {
  readonly text: string;

  /** Names defined at the top level. */
  readonly names: readonly string[];

  readonly kind: 'text' | 'imports' | 'code';
}

/** Start of the declaration of a dataset. */
const DECLARATION = /^@dp\./;

const SEPARATOR = /^(?:#|--) COMMAND -+$/m;

/** Top-level functions and classes, found without a parser because most cells are never needed. */
const DEFINED = /^(?:async +)?(?:def|class) +(\w+)/gm;

/** Left side of an assignment, or of an annotation that spans several lines. */
const GIVEN_A_VALUE = /^(?:[A-Za-z_][\w, ]*(?::[^=\n]*)?=(?!=) *)+|^[A-Za-z_]\w* *:(?=[^=\n]*$)/gm;

/** Tables created by a call instead of a decorated function, and views. */
const CREATED = /^(?:dp\.create_streaming_table\(\s*name="|CREATE VIEW )(\w+)/gm;

/**
 * A deployed Python notebook: its cells and the definitions of its names. All cells share one namespace. A cell is
 * parsed only when one of its names is needed.
 */
export class NotebookSource {
  readonly cells: readonly NotebookCell[];

  /** Candidate cells for each name, in order; strings that look like code cause false positives. */
  private readonly cellsByName = new Map<string, NotebookCell[]>();
  private readonly imports = new Map<string, string>();

  /** @param trees cache of syntax trees by text, which notebooks can share */
  constructor(
    text: string,
    private readonly trees = new Map<string, SyntaxNode>(),
  ) {
    this.cells = text.replaceAll('\r\n', '\n').split(SEPARATOR).flatMap(partsOf).map(readCell);
    for (const cell of this.cells) {
      for (const name of cell.names) {
        const cells = this.cellsByName.get(name);
        if (cells) cells.push(cell);
        else this.cellsByName.set(name, [cell]);
      }
      if (cell.kind !== 'text' && /^(from|import) /m.test(cell.text)) this.addImports(cell.text);
    }
  }

  /** The cell that defines a name; for an author's function, its file below the imports. */
  cellOf(name: string): NotebookCell | undefined {
    const cells = this.cellsByName.get(name) ?? [];
    return cells.length > 1
      ? (cells.filter((cell) => this.definitionIn(cell, name)).at(-1) ?? cells.at(-1))
      : cells[0];
  }

  /** The definition of a name; undefined if the notebook does not define it. */
  definition(name: string): Definition | undefined {
    const path = this.imports.get(name);
    if (path !== undefined) return { kind: 'import', path };
    const cells = this.cellsByName.get(name) ?? [];
    for (let index = cells.length - 1; index >= 0; index -= 1) {
      const found = this.definitionIn(cells[index] as NotebookCell, name);
      if (found) return found;
    }
    return undefined;
  }

  /** A dataset's function with its decorators; undefined if the dataset does not exist. */
  declaration(name: string): PythonCode | undefined {
    const cell = this.cellsByName
      .get(name)
      ?.filter(({ text }) => DECLARATION.test(text))
      .at(-1);
    const statements = cell ? this.treeOf(cell).getChildren('DecoratedStatement') : [];
    const node = statements.find(
      ({ lastChild }) => lastChild && nameIn(lastChild, cell?.text ?? '') === name,
    );
    return cell && node ? { node, text: cell.text } : undefined;
  }

  /** The statements of a cell. */
  statements(cell: NotebookCell): PythonCode[] {
    return childrenOf(this.treeOf(cell)).map((node) => ({ node, text: cell.text }));
  }

  private definitionIn(cell: NotebookCell, name: string): Definition | undefined {
    // Declarations are long and not needed to find the definition.
    const start = DECLARATION.test(cell.text) ? cell.text.indexOf(`\ndef ${name}(`) : -1;
    const text = start < 0 ? cell.text : cell.text.slice(start + 1);
    const tree = start < 0 ? this.treeOf(cell) : this.treeOf({ ...cell, text });
    // The last definition of a name wins.
    for (const node of childrenOf(tree).reverse()) {
      const inner = node.name === 'DecoratedStatement' ? node.lastChild : node;
      if (inner?.name === 'FunctionDefinition' || inner?.name === 'ClassDefinition') {
        if (nameIn(inner, text) !== name) continue;
        return {
          kind: inner.name === 'ClassDefinition' ? 'class' : 'function',
          code: { node, text },
        };
      }
      if (node.name !== 'AssignStatement') continue;
      const targets = childrenOf(node).filter((child) => child.name === 'VariableName' && isTarget(child));
      const position = targets.findIndex((target) => text.slice(target.from, target.to) === name);
      if (position < 0) continue;
      return { kind: 'value', code: { node, text }, ...(targets.length > 1 ? { position } : {}) };
    }
    return undefined;
  }

  private treeOf({ text }: NotebookCell): SyntaxNode {
    const tree = this.trees.get(text) ?? parser.parse(text).topNode;
    this.trees.set(text, tree);
    return tree;
  }

  private addImports(text: string): void {
    for (const { module, name, alias } of parsePython(text).imports) {
      // `import a.b` binds the name a, and a.b is read as its member.
      const root = module.split('.', 1)[0] as string;
      if (name === undefined) this.imports.set(alias ?? root, alias ? module : root);
      else this.imports.set(alias ?? name, `${module}.${name}`);
    }
  }
}

/** A cell, split before the declaration of a dataset if it has one. */
function partsOf(cell: string): string[] {
  const start = cell.search(/^@dp\./m);
  const before = cell.slice(0, Math.max(start, 0));
  return before.trim() === '' ? [cell] : [before, cell.slice(start)];
}

function readCell(text: string): NotebookCell {
  const code = text.trim();
  const kind = /^(?:#|--) MAGIC/.test(code)
    ? 'text'
    : /^(#.*\n|\n)*(from|import) /.test(code)
      ? 'imports'
      : 'code';
  const given = [...code.matchAll(GIVEN_A_VALUE)].flatMap(([targets]) =>
    targets.split(/[=,]/).flatMap((target) => /^ *(\w+)/.exec(target)?.[1] ?? []),
  );
  const defined = [...code.matchAll(DEFINED), ...code.matchAll(CREATED)].flatMap(([, name]) => name ?? []);
  return { text: code, names: kind === 'text' ? [] : [...defined, ...given], kind };
}

function nameIn(node: SyntaxNode, text: string): string {
  const name = node.getChild('VariableName');
  return name ? text.slice(name.from, name.to) : '';
}

/** Whether a name is a target of an assignment. */
function isTarget(name: SyntaxNode): boolean {
  for (let next = name.nextSibling; next; next = next.nextSibling) if (next.name === 'AssignOp') return true;
  return false;
}
