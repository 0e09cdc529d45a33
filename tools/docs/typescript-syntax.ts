import ts from 'typescript';

/** Whether a name is both a schema and the type derived from it. */
export function isSetting(symbol: ts.Symbol): boolean {
  return (symbol.flags & ts.SymbolFlags.TypeAlias) !== 0 && (symbol.flags & ts.SymbolFlags.Variable) !== 0;
}

/** The function declaration or arrow function of a name. */
export function functionIn(declaration: ts.Node | undefined): ts.SignatureDeclaration | undefined {
  if (!declaration) return undefined;
  if (ts.isFunctionDeclaration(declaration)) return declaration;
  const value = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  return value && ts.isArrowFunction(value) ? value : undefined;
}

/** Source text of parameters and return type. */
export function callOf({ parameters, type }: ts.SignatureDeclaration): string {
  const taken = parameters.map((parameter) => oneLine(parameter.getText())).join(', ');
  return `(${taken})${type ? `: ${oneLine(type.getText())}` : ''}`;
}

/** Whether a member is private or protected. */
export function isHidden(declaration: ts.Declaration): boolean {
  return isOneOf(
    declaration,
    ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override,
  );
}

/** Whether a declaration has one of these modifiers. */
export function isOneOf(declaration: ts.Declaration, modifiers: ts.ModifierFlags): boolean {
  return (ts.getCombinedModifierFlags(declaration) & modifiers) !== 0;
}

/** Code on one line. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
