import ts from 'typescript';
import { UserError } from '../terminal/user-error';

/**
 * A TypeScript file that something is added to. Places come from its syntax tree, and what is there already
 * stays as it is; the formatter tidies up what was added.
 */
export class SourceFile {
  readonly tree: ts.SourceFile;

  private readonly additions: { readonly position: number; readonly text: string }[] = [];

  constructor(
    readonly file: string,
    private readonly text: string,
  ) {
    this.tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  }

  /** The class of this name. */
  class(name: string): ts.ClassDeclaration {
    const found = this.tree.statements.find(
      (statement): statement is ts.ClassDeclaration =>
        ts.isClassDeclaration(statement) && statement.name?.text === name,
    );
    return found ?? this.lacks(`class ${name}`);
  }

  /** The constructor of a class, with its body. */
  constructorOf(declaration: ts.ClassDeclaration): ts.ConstructorDeclaration & { readonly body: ts.Block } {
    const found = declaration.members.find(
      (member): member is ts.ConstructorDeclaration & { readonly body: ts.Block } =>
        ts.isConstructorDeclaration(member) && member.body !== undefined,
    );
    return found ?? this.lacks(`constructor of ${declaration.name?.text}`);
  }

  /** The first `new name(…)`. */
  creationOf(name: string): ts.NewExpression {
    const search = (node: ts.Node): ts.NewExpression | undefined =>
      ts.isNewExpression(node) && node.expression.getText() === name ? node : ts.forEachChild(node, search);
    return search(this.tree) ?? this.lacks(`new ${name}(…)`);
  }

  /** Name of the first constant at the top level that is declared to be of a type. */
  constantOfType(type: string): string | undefined {
    return this.tree.statements
      .filter(ts.isVariableStatement)
      .flatMap(({ declarationList }) => [...declarationList.declarations])
      .find((declaration) => declaration.type?.getText() === type)
      ?.name.getText();
  }

  /** The module that a name is imported from, as the file says it. */
  moduleOf(name: string): string | undefined {
    return this.imports.find((statement) => importedNames(statement).includes(name))?.module;
  }

  /** The end of a statement or member, and of a comment that follows on its line. */
  endOf(node: ts.Node): number {
    return ts.getTrailingCommentRanges(this.text, node.end)?.at(-1)?.end ?? node.end;
  }

  insert(position: number, text: string): void {
    this.additions.push({ position, text });
  }

  /** Imports what of `names` is not imported yet. */
  import(module: string, names: Iterable<string>, { typeOnly = false } = {}): void {
    const statements = this.imports.filter((statement) => statement.module === module);
    const known = statements.flatMap(importedNames);
    const missing = [...names].filter((name) => !known.includes(name));
    if (missing.length === 0) return;
    const list = missing.join(', ');
    const last = statements.find((statement) => statement.typeOnly === typeOnly)?.names.at(-1);
    if (last) this.insert(last.end, `, ${list}`);
    else this.insert(0, `import ${typeOnly ? 'type ' : ''}{ ${list} } from '${module}';\n`);
  }

  toText(): string {
    const inOrder = this.additions
      .map((addition, index) => ({ ...addition, index }))
      .sort((left, right) => left.position - right.position || left.index - right.index);
    let [text, from] = ['', 0];
    for (const { position, text: added } of inOrder) {
      text += this.text.slice(from, position) + added;
      from = position;
    }
    return text + this.text.slice(from);
  }

  private get imports(): ImportStatement[] {
    return this.tree.statements.filter(ts.isImportDeclaration).map((statement) => {
      const bindings = statement.importClause?.namedBindings;
      return {
        module: (statement.moduleSpecifier as ts.StringLiteral).text,
        typeOnly: statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword,
        names: bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : [],
      };
    });
  }

  private lacks(what: string): never {
    throw new UserError(
      `${this.file} has no ${what}, which the new table would be added to: add it by hand.`,
    );
  }
}

interface ImportStatement {
  readonly module: string;
  readonly typeOnly: boolean;
  readonly names: readonly ts.ImportSpecifier[];
}

function importedNames({ names }: ImportStatement): string[] {
  return names.map(({ name }) => name.text);
}
