import { createHash } from 'node:crypto';
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@lezer/python';

/** One name that a Python file imports: `from <module> import <name> as <alias>`. */
export interface PythonImport {
  readonly module: string;
  /** Nothing for `import <module>`. */
  readonly name?: string;
  readonly alias?: string;
  readonly line: number;
}

/** A function that a Python file defines at its top level. */
export interface PythonFunction {
  readonly name: string;
  /** Line of `def`, counted from 1. */
  readonly line: number;
  readonly parameters: readonly string[];
  /** The first line of its docstring; nothing if it has none. */
  readonly summary?: string;
}

/** Something that is wrong with a Python file, at a line counted from 1. */
export interface PythonProblem {
  readonly line: number;
  readonly message: string;
}

/** What is known of a Python file without running it. */
export interface PythonModule {
  /** SHA-256 of the text, in hexadecimal. */
  readonly sha256: string;
  readonly imports: readonly PythonImport[];
  readonly functions: readonly PythonFunction[];
  /** Every name that the file defines at its top level: functions, classes and constants. */
  readonly names: readonly string[];
  /** The text below docstring and imports, as written, comments included. */
  readonly body: string;
  readonly problems: readonly PythonProblem[];
}

/** What a DataFrame function must not do: each needs data or changes the session while the graph is planned. */
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
  printSchema: 'inspects a schema that is not known while the graph is built',
  schema: 'inspects a schema that is not known while the graph is built',
  columns: 'inspects a schema that is not known while the graph is built',
  dtypes: 'inspects a schema that is not known while the graph is built',
};

/** Decorators of functions that Spark calls for each batch of rows or each row. */
const ALLOWED_DECORATORS = /^@\s*F\.(pandas_udf|udf)\b/;

/** Reads a Python file without running Python: a syntax tree tells what it imports, defines and does. */
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

  /** Takes in a statement of the top level; true if it belongs to the head of the file, above the body. */
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
        // The docstring of the file stays in the repository: the notebook has a heading of its own.
        if (node.from === 0 && node.firstChild?.name === 'String') return true;
        break;
    }
    if (!this.failed && !node.type.isError) {
      this.report(node, 'runs when it is imported. Keep to imports, constants and functions.');
    }
    return false;
  }

  /** Takes in any node of the tree: syntax errors and what a transform must not do. */
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
              message: 'is not valid Python: the line ends where more is expected.',
            },
      );
    }
    if (node.name === 'ImportStatement' && node.parent?.name !== 'Script') {
      this.report(node, 'imports inside a function. Import at the top of the file.');
    }
    if (node.name === 'PropertyName' && node.parent?.name === 'MemberExpression') this.member(node);
    if (node.name === 'VariableName' && this.textOf(node) === 'spark' && node.parent?.name !== 'ParamList') {
      this.report(node, "uses 'spark'. A transform is a pure function: take what it reads as a parameter.");
    }
  }

  private member(node: SyntaxNode): void {
    const name = this.textOf(node);
    const owner = node.parent?.firstChild;
    const why = Object.hasOwn(FORBIDDEN_MEMBERS, name) ? FORBIDDEN_MEMBERS[name] : undefined;
    // F.schema… and the like are SQL functions, not what a DataFrame does.
    if (why && !(owner?.name === 'VariableName' && this.textOf(owner) === 'F')) {
      this.report(node, `uses '.${name}', which ${why}. Return a DataFrame that is only described.`);
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
          `decorates with '${text}'. Only F.pandas_udf and F.udf may decorate: a transform is a plain function.`,
        );
      }
    }
  }

  private functionDefinition(node: SyntaxNode): void {
    const parameters = (node.getChild('ParamList')?.getChildren('VariableName') ?? [])
      // What follows '=' is a default value.
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
