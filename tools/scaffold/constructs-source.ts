import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type ClassDeclaration,
  type ConstructorDeclaration,
  type ObjectLiteralExpression,
  Project,
  type SourceFile,
  SyntaxKind,
} from 'ts-morph';
import { UserError } from '../terminal/user-error';

/** The vocabulary that constructs import from. */
const VOCABULARY = 'constructs/medallion';

/** A TypeScript file of the project that something is added to; nothing is written. */
export class ConstructsSource {
  private readonly source: SourceFile;

  /** @param file path from the project's root */
  constructor(
    projectRoot: string,
    readonly file: string,
  ) {
    const text = readFileSync(path.join(projectRoot, file), 'utf8');
    this.source = new Project({ useInMemoryFileSystem: true }).createSourceFile(file, text);
  }

  /** The whole text as it is now; the formatter tidies up what was added. */
  get text(): string {
    return this.source.getFullText();
  }

  /** Adds a public property to a class and statements to the end of its constructor. */
  addMember(className: string, name: string, type: string, statements: string): void {
    const last = this.class(className)
      .getProperties()
      .filter((property) => property.getScope() === 'public')
      .at(-1);
    const property = `readonly ${name}: ${type};`;
    // After a comment that follows the last property on its line; insertProperty would drop it.
    if (last) this.source.insertText(last.getTrailingTriviaEnd(), `\n${property}`);
    else this.class(className).insertMember(0, property);
    this.constructorOf(className).addStatements(`\n${statements}`);
  }

  /** Name of the parameter of a class's constructor that has a type, if one does. */
  parameterOfType(className: string, type: string): string | undefined {
    return this.constructorOf(className)
      .getParameters()
      .find((parameter) => parameter.getTypeNode()?.getText() === type)
      ?.getName();
  }

  /** Adds a parameter to the constructor of a class. */
  addParameter(className: string, name: string, type: string): void {
    this.constructorOf(className).addParameter({ name, type });
  }

  /** Adds an argument to the first `new className(…)`. */
  addArgument(className: string, argument: string): void {
    const creation = this.source
      .getDescendantsOfKind(SyntaxKind.NewExpression)
      .find((expression) => expression.getExpression().getText() === className);
    (creation ?? this.lacks(`new ${className}(…)`)).addArgument(argument);
  }

  /** Adds an entry to the object that a constant is initialized with. */
  addEntry(constant: string, name: string, value: string): void {
    this.objectOf(constant).addPropertyAssignment({ name, initializer: value });
  }

  /** Name of the first constant at the top level that is declared to be of a type. */
  constantOfType(type: string): string | undefined {
    return this.source
      .getVariableDeclarations()
      .find((declaration) => declaration.getTypeNode()?.getText() === type)
      ?.getName();
  }

  /** The module that a name is imported from, from the project's root. */
  moduleOf(name: string): string {
    const declaration = this.source
      .getImportDeclarations()
      .find((each) => each.getNamedImports().some((named) => named.getName() === name));
    const module = declaration?.getModuleSpecifierValue();
    if (module === undefined) {
      throw new UserError(`${this.file} does not import ${name}: import it from the file of the layer.`);
    }
    return path.posix.join(path.posix.dirname(this.file), module);
  }

  /** Imports what of `names` is not imported yet from the vocabulary. */
  importVocabulary(names: Iterable<string>): void {
    this.import(VOCABULARY, names);
  }

  /** Imports the type of `name` from a module, given from the project's root. */
  importType(module: string, name: string): void {
    this.import(module, [name], true);
  }

  private import(module: string, names: Iterable<string>, isTypeOnly = false): void {
    const relative = path.posix.relative(path.posix.dirname(this.file), module);
    const moduleSpecifier = relative.startsWith('.') ? relative : `./${relative}`;
    const declarations = this.source
      .getImportDeclarations()
      .filter((each) => each.getModuleSpecifierValue() === moduleSpecifier);
    const known = declarations.flatMap((each) => each.getNamedImports().map((named) => named.getName()));
    const missing = [...names].filter((name) => !known.includes(name));
    if (missing.length === 0) return;
    const extended = declarations.find((each) => each.isTypeOnly() === isTypeOnly);
    if (extended) {
      for (const name of missing) extended.addNamedImport(name);
      return;
    }
    const list = `${isTypeOnly ? 'type ' : ''}{ ${missing.join(', ')} }`;
    this.source.insertStatements(0, `import ${list} from '${moduleSpecifier}';`);
  }

  private class(name: string): ClassDeclaration {
    return this.source.getClass(name) ?? this.lacks(`class ${name}`);
  }

  private constructorOf(className: string): ConstructorDeclaration {
    return this.class(className).getConstructors()[0] ?? this.lacks(`constructor of ${className}`);
  }

  private objectOf(constant: string): ObjectLiteralExpression {
    const declaration = this.source.getVariableDeclaration(constant) ?? this.lacks(`constant ${constant}`);
    return (
      declaration.getFirstDescendantByKind(SyntaxKind.ObjectLiteralExpression) ??
      this.lacks(`object ${constant}`)
    );
  }

  private lacks(what: string): never {
    throw new UserError(`${this.file} has no ${what}, which code would be added to: add it by hand.`);
  }
}
