import { createHash } from 'node:crypto';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** A name that a Python file imports: `from <module> import <name> as <alias>`. */
export interface PythonImport {
  readonly module: string;
  /** Undefined for `import <module>`. */
  readonly name?: string;
  readonly alias?: string;
  readonly line: number;
}

/** A top-level function of a Python file. */
export interface PythonFunction {
  readonly name: string;
  /** Line of `def`, counted from 1. */
  readonly line: number;
  readonly parameters: readonly string[];
  /** First line of the docstring; undefined without one. */
  readonly summary?: string;
}

/** A problem in a Python file, with its line counted from 1. */
export interface PythonProblem {
  readonly line: number;
  readonly message: string;
}

/** The result of parsing a Python file. */
export interface PythonModule {
  /** SHA-256 of the text, in hexadecimal. */
  readonly sha256: string;
  readonly imports: readonly PythonImport[];
  readonly functions: readonly PythonFunction[];
  /** Names of all top-level functions, classes and constants. */
  readonly names: readonly string[];
  /** The text after docstring and imports, as written, including comments. */
  readonly body: string;
  readonly problems: readonly PythonProblem[];
}

/** What a DataFrame function must not use: members that need data or change the session at planning time. */
const FORBIDDEN_MEMBERS: Readonly<Record<string, string>> = {
  collect: 'reads rows while the graph is built',
  toPandas: 'reads rows while the graph is built',
  toLocalIterator: 'reads rows while the graph is built',
  isEmpty: 'reads rows while the graph is built',
  show: 'reads rows while the graph is built',
  foreach: 'reads rows while the graph is built',
  foreachPartition: 'reads rows while the graph is built',
  rdd: 'is not available on shared compute',
  write: 'writes; the pipeline writes what the function returns',
  writeStream: 'writes; the pipeline writes what the function returns',
  createTempView: 'changes the session',
  createOrReplaceTempView: 'changes the session',
  createGlobalTempView: 'changes the session',
  createOrReplaceGlobalTempView: 'changes the session',
  printSchema: 'inspects a schema, which is unknown while the graph is built',
  schema: 'inspects a schema, which is unknown while the graph is built',
  columns: 'inspects a schema, which is unknown while the graph is built',
  dtypes: 'inspects a schema, which is unknown while the graph is built',
};

/** Decorators of user-defined functions, which Spark calls per batch or per row. */
const ALLOWED_DECORATORS = /^@\s*F\.(pandas_udf|udf)\b/;

/** Parse a Python file without running Python, and return what it imports and defines, and its problems. */
export function parsePython(source: string): PythonModule {
  const text = source.replaceAll('\r\n', '\n');
  const root = parser.parse(text).topNode;
  const reading = new Reading(text);
  let bodyStart = 0;
  for (let node = root.firstChild; node; node = node.nextSibling) {
    if (reading.topLevel(node)) bodyStart = node.to;
  }
  root.cursor().iterate((node) => reading.anywhere(node.node));
  return {
    sha256: createHash('sha256').update(text).digest('hex'),
    imports: reading.imports,
    functions: reading.functions,
    names: [...reading.functions.map((definition) => definition.name), ...reading.otherNames],
    body: text.slice(bodyStart).trim(),
    problems: reading.problems,
  };
}

class Reading {
  readonly imports: PythonImport[] = [];
  readonly functions: PythonFunction[] = [];
  readonly otherNames: string[] = [];
  readonly problems: PythonProblem[] = [];
  private failed = false;

  constructor(private readonly text: string) {}

  /** Visit a top-level statement; returns whether it belongs to the head of the file, before the body. */
  topLevel(node: SyntaxNode): boolean {
    switch (node.name) {
      case 'ImportStatement':
        this.importStatement(node);
        return true;
      case 'FunctionDefinition':
        this.functionDefinition(node);
        return false;
      case 'DecoratedStatement':
        this.decoratedStatement(node);
        return false;
      case 'ClassDefinition':
        this.otherNames.push(this.nameIn(node));
        return false;
      case 'AssignStatement':
        if (node.firstChild?.name === 'VariableName') this.otherNames.push(this.textOf(node.firstChild));
        return false;
      case 'Comment':
        return false;
      case 'ExpressionStatement':
        // The notebook has its own heading, so the docstring of the file is not rendered.
        if (node.from === 0 && node.firstChild?.name === 'String') return true;
        break;
    }
    if (!this.failed && !node.type.isError) {
      this.report(node, 'runs code on import. Use only imports, constants and functions at the top level.');
    }
    return false;
  }

  /** Visit any node of the tree: syntax errors, and what a transform must not do. */
  anywhere(node: SyntaxNode): void {
    if (node.type.isError && !this.failed) {
      this.failed = true;
      const near = this.text.slice(node.from).split('\n', 1)[0]?.trim();
      const endOfStatement = this.text.slice(0, node.from).trimEnd().length;
      this.problems.push(
        near
          ? { line: this.lineAt(node.from), message: `is not valid Python near '${near}'.` }
          : {
              line: this.lineAt(endOfStatement),
              message: 'is not valid Python: unexpected end of line.',
            },
      );
    }
    if (node.name === 'ImportStatement' && node.parent?.name !== 'Script') {
      this.report(node, 'imports inside a function. Import at the top of the file.');
    }
    if (node.name === 'PropertyName' && node.parent?.name === 'MemberExpression') this.member(node);
    if (node.name === 'VariableName' && this.textOf(node) === 'spark' && node.parent?.name !== 'ParamList') {
      this.report(
        node,
        "uses 'spark'. A transform is a pure function: declare what it reads as a parameter.",
      );
    }
  }

  private member(node: SyntaxNode): void {
    const name = this.textOf(node);
    const owner = node.parent?.firstChild;
    const why = Object.hasOwn(FORBIDDEN_MEMBERS, name) ? FORBIDDEN_MEMBERS[name] : undefined;
    // F.schema… and the like are SQL functions, not DataFrame members.
    if (why && !(owner?.name === 'VariableName' && this.textOf(owner) === 'F')) {
      this.report(node, `uses '.${name}', which ${why}. Build the DataFrame from lazy transformations only.`);
    }
  }

  private importStatement(node: SyntaxNode): void {
    const line = this.lineOf(node);
    const statement = this.textOf(node)
      .replaceAll(/#.*$/gm, '')
      .replaceAll(/[()\\\s]+/g, ' ')
      .trim();
    const from = /^from (?<module>[\w.]+) import (?<names>.+)$/.exec(statement)?.groups;
    const names = from?.names ?? statement.replace(/^import /, '');
    for (const item of names.split(',').filter((part) => part.trim() !== '')) {
      const [name = '', alias] = item.trim().split(' as ');
      this.imports.push(
        from ? { module: from.module as string, name, alias, line } : { module: name, alias, line },
      );
    }
  }

  private decoratedStatement(node: SyntaxNode): void {
    const definition = node.getChild('FunctionDefinition');
    if (definition) this.functionDefinition(definition);
    for (const decorator of node.getChildren('Decorator')) {
      const text = this.textOf(decorator).trim();
      if (!ALLOWED_DECORATORS.test(text)) {
        this.report(
          decorator,
          `decorates with '${text}'. Only F.pandas_udf and F.udf are allowed: a transform is a plain function.`,
        );
      }
    }
  }

  private functionDefinition(node: SyntaxNode): void {
    const parameters = (node.getChild('ParamList')?.getChildren('VariableName') ?? [])
      // The node after '=' is a default value.
      .filter((name) => name.prevSibling?.name !== 'AssignOp')
      .map((name) => this.textOf(name));
    const first = node.getChild('Body')?.getChild('ExpressionStatement')?.getChild('String');
    const summary = first
      ? this.textOf(first)
          .replace(/^[rRbBuU]*("""|'''|"|')/, '')
          .split('\n', 1)[0]
      : undefined;
    this.functions.push({
      name: this.nameIn(node),
      line: this.lineOf(node),
      parameters,
      summary: summary?.replace(/("""|'''|"|')$/, '').trim(),
    });
  }

  private nameIn(node: SyntaxNode): string {
    const name = node.getChild('VariableName');
    return name ? this.textOf(name) : '';
  }

  private textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private lineOf(node: SyntaxNode): number {
    return this.lineAt(node.from);
  }

  private lineAt(position: number): number {
    return this.text.slice(0, position).split('\n').length;
  }

  private report(node: SyntaxNode, message: string): void {
    this.problems.push({ line: this.lineOf(node), message });
  }
}
