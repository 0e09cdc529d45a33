import path from 'node:path';
import ts from 'typescript';
import type { ApiExport, ApiMember, ApiProperty, ApiVariant } from './api-export';
import { callOf, functionIn, isHidden, isOneOf, isSetting, oneLine } from './typescript-syntax';

/** Sources to load; others are skipped because loading a provider's types takes seconds. */
const RESOLVED = /^(\.|zod$|zod\/)/;

/** Reads exports and docstrings of TypeScript modules without running them. */
export class TypeScriptApi {
  private readonly program: ts.Program;
  private readonly checker: ts.TypeChecker;

  /** @param files modules as absolute paths */
  constructor(private readonly files: readonly string[]) {
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      lib: ['lib.es2022.d.ts'],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      moduleResolution: ts.ModuleResolutionKind.Node10,
    };
    const host = ts.createCompilerHost(options);
    host.resolveModuleNameLiterals = (literals, file) =>
      literals.map(({ text }) =>
        RESOLVED.test(text) || file.includes('node_modules')
          ? ts.resolveModuleName(text, file, options, host)
          : { resolvedModule: undefined },
      );
    this.program = ts.createProgram(files, options, host);
    this.checker = this.program.getTypeChecker();
  }

  /** The exports of a module in source order. */
  exportsOf(file: string): ApiExport[] {
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    return module ? this.checker.getExportsOfModule(module).map((symbol) => this.describe(symbol)) : [];
  }

  /** An exported setting and all named settings it contains, each after the first one that refers to it. */
  settings(file: string, name: string): ApiExport[] {
    const found = new Map<string, ApiExport>();
    const visit = (symbol: ts.Symbol) => {
      if (found.has(symbol.name)) return;
      found.set(symbol.name, this.describe(symbol));
      const declaration = symbol.valueDeclaration;
      if (declaration) this.mentioned(declaration).forEach(visit);
    };
    const source = this.program.getSourceFile(file);
    const module = source && this.checker.getSymbolAtLocation(source);
    if (module) {
      this.checker
        .getExportsOfModule(module)
        .filter((symbol) => symbol.name === name)
        .forEach(visit);
    }
    return [...found.values()];
  }

  /** Named settings that a declaration refers to, also through constants without an exported type. */
  private mentioned(declaration: ts.Node): ts.Symbol[] {
    const found: ts.Symbol[] = [];
    const visit = (node: ts.Node) => {
      if (ts.isIdentifier(node)) {
        const symbol = this.target(this.checker.getSymbolAtLocation(node));
        const constant = symbol?.valueDeclaration;
        if (symbol && isSetting(symbol)) found.push(symbol);
        else if (
          constant &&
          constant !== declaration &&
          ts.isVariableDeclaration(constant) &&
          this.isOwn(constant)
        )
          found.push(...this.mentioned(constant));
      }
      node.forEachChild(visit);
    };
    declaration.forEachChild(visit);
    return found;
  }

  private isOwn(node: ts.Node): boolean {
    return node.getSourceFile().fileName.startsWith(path.dirname(path.dirname(this.files[0] ?? '')));
  }

  private target(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private describe(exported: ts.Symbol): ApiExport {
    const symbol = this.target(exported) ?? exported;
    const described = {
      name: exported.name,
      text: this.textOf(symbol),
      see: this.tagsOf(symbol, 'see'),
      examples: this.tagsOf(symbol, 'example'),
      properties: [],
      variants: [],
      members: [],
    };
    if (symbol.flags & ts.SymbolFlags.Class) return { ...described, kind: 'class', ...this.classOf(symbol) };
    if (isSetting(symbol)) return { ...described, kind: 'setting', ...this.settingOf(symbol) };
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    if (symbol.flags & ts.SymbolFlags.Interface) {
      return { ...described, kind: 'interface', properties: this.propertiesOf(type) };
    }
    if (symbol.flags & ts.SymbolFlags.TypeAlias) {
      const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
      return { ...described, kind: 'type', signature: alias && oneLine(alias.type.getText()) };
    }
    const signature = functionIn(symbol.valueDeclaration);
    return signature
      ? { ...described, kind: 'function', signature: `${exported.name}${callOf(signature)}` }
      : { ...described, kind: 'constant' };
  }

  private classOf(symbol: ts.Symbol): Pick<ApiExport, 'signature' | 'properties' | 'members'> {
    const declaration = symbol.valueDeclaration as ts.ClassDeclaration;
    const members = declaration.members.flatMap((member) => this.memberOf(member));
    const creation = declaration.members.find(ts.isConstructorDeclaration);
    if (!creation) return { properties: [], members };
    const names = creation.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : 'props'));
    const hasProps = /props$/i.test(names.at(-1) ?? '');
    const type = hasProps ? creation.parameters.at(-1)?.type : undefined;
    const forSubclasses = isOneOf(declaration, ts.ModifierFlags.Abstract) || isHidden(creation);
    return {
      signature: forSubclasses ? `class … extends ${symbol.name}` : `new ${symbol.name}(${names.join(', ')})`,
      properties: type ? this.propertiesOf(this.checker.getTypeFromTypeNode(type)) : [],
      members,
    };
  }

  private memberOf(member: ts.ClassElement): ApiMember[] {
    const symbol = member.name && this.checker.getSymbolAtLocation(member.name);
    // Inherited members are documented in the declaring class.
    const isDocumented = ts.getJSDocCommentsAndTags(member).length > 0;
    if (!symbol || !isDocumented || isHidden(member)) return [];
    const isStatic = isOneOf(member, ts.ModifierFlags.Static);
    const owner = isStatic ? `${(member.parent as ts.ClassDeclaration).name?.text}.` : '';
    return [
      {
        name: `${owner}${symbol.name}${ts.isMethodDeclaration(member) ? callOf(member) : ''}`,
        text: this.textOf(symbol),
      },
    ];
  }

  private settingOf(symbol: ts.Symbol): Pick<ApiExport, 'properties' | 'variants' | 'signature'> {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    if (this.checker.getIndexTypeOfType(type, ts.IndexKind.Number) && symbol.valueDeclaration) {
      const [element] = this.mentioned(symbol.valueDeclaration);
      return { properties: [], variants: [], signature: `readonly ${element?.name}[]` };
    }
    if (type.isUnion()) return { properties: [], variants: type.types.map((each) => this.variantOf(each)) };
    const properties = type.flags & ts.TypeFlags.Object ? this.propertiesOf(type) : [];
    return { properties, variants: [], ...(properties.length > 0 ? {} : { signature: this.shown(type) }) };
  }

  private variantOf(type: ts.Type): ApiVariant {
    const literals = type.getProperties().filter((property) => this.typeOf(property).isLiteral());
    const rest = this.propertiesOf(type).filter(({ name }) => !literals.some((one) => one.name === name));
    const [first] = literals;
    return {
      name:
        literals.length > 0
          ? literals.map((one) => `${one.name}: ${this.shown(this.typeOf(one))}`).join(', ')
          : `{ ${rest.map(({ name }) => name).join(', ')} }`,
      text: first ? this.textOf(first) : '',
      properties: rest,
    };
  }

  private propertiesOf(type: ts.Type, prefix = ''): ApiProperty[] {
    return type.getProperties().flatMap((property) => this.propertyOf(property, prefix));
  }

  private propertyOf(property: ts.Symbol, prefix: string): ApiProperty[] {
    const name = `${prefix}${property.name}`;
    const [declaration] = property.declarations ?? [];
    const type = this.checker.getNonNullableType(this.typeOf(property));
    const setting = declaration && this.settingIn(declaration);
    const written =
      declaration && ts.isPropertySignature(declaration) ? declaration.type?.getText() : undefined;
    const described: ApiProperty = {
      name,
      type: setting ?? (written ? oneLine(written) : this.shown(type)),
      optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
      default: this.tagsOf(property, 'default')[0],
      text: this.textOf(property),
    };
    const isNested =
      setting === undefined &&
      written === undefined &&
      (type.flags & ts.TypeFlags.Object) !== 0 &&
      type.getCallSignatures().length === 0 &&
      this.checker.getIndexInfosOfType(type).length === 0;
    return isNested
      ? [{ ...described, type: 'object' }, ...this.propertiesOf(type, `${name}.`)]
      : [described];
  }

  /** The named setting that a property of a schema has as its value. */
  private settingIn(declaration: ts.Node): string | undefined {
    if (ts.isShorthandPropertyAssignment(declaration)) return undefined;
    let node: ts.Node | undefined = ts.isPropertyAssignment(declaration)
      ? declaration.initializer
      : undefined;
    while (node && (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))) node = node.expression;
    if (!node || !ts.isIdentifier(node)) return undefined;
    const symbol = this.target(this.checker.getSymbolAtLocation(node));
    return symbol && isSetting(symbol) ? symbol.name : undefined;
  }

  private typeOf(property: ts.Symbol): ts.Type {
    return this.checker.getTypeOfSymbol(property);
  }

  private tagsOf(symbol: ts.Symbol, tag: string): string[] {
    return symbol
      .getJsDocTags(this.checker)
      .filter(({ name }) => name === tag)
      .map(({ text }) => ts.displayPartsToString(text));
  }

  private textOf(symbol: ts.Symbol): string {
    return ts
      .displayPartsToString(symbol.getDocumentationComment(this.checker))
      .replace(/\{@link (\w+)\s*\}/g, '`$1`');
  }

  private shown(type: ts.Type): string {
    return this.checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation).replaceAll('"', "'");
  }
}
