import { STANDARD_LIBRARY } from '../sources/python-imports';
import type { PythonImport } from '../sources/python-module';
import { indented, LINE_WIDTH } from './python-code';

/** Return import statements for `imports`, without duplicates, sorted and grouped as the formatter does. */
export function importLines(imports: readonly Omit<PythonImport, 'line'>[]): string {
  const future = statements(imports.filter(({ module }) => isFuture(module)));
  const standard = statements(imports.filter(({ module }) => isStandard(module)));
  const thirdParty = statements(imports.filter(({ module }) => !isFuture(module) && !isStandard(module)));
  return [future, standard, thirdParty]
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n');
}

/** Whether it is `from __future__`, which must come first in a Python file. */
function isFuture(module: string): boolean {
  return module === '__future__';
}

/** Whether it belongs to Python. Functions of datasets must not import `time`, but tasks may wait. */
function isStandard(module: string): boolean {
  return STANDARD_LIBRARY.test(module) || module === 'time';
}

function statements(imports: readonly Omit<PythonImport, 'line'>[]): string[] {
  const whole = imports
    .filter(({ name }) => name === undefined)
    .map(({ module, alias }) => `import ${module}${alias ? ` as ${alias}` : ''}`);
  const modules = [...new Set(imports.filter(({ name }) => name).map(({ module }) => module))].sort();
  const from = modules.flatMap((module) => {
    const members = imports.filter((item) => item.module === module && item.name);
    const plain = [...new Set(members.filter(({ alias }) => !alias).map(({ name }) => name as string))];
    const renamed = members.filter(({ alias }) => alias).map(({ name, alias }) => `${name} as ${alias}`);
    return [
      ...(plain.length > 0 ? [fromImport(module, plain.sort(byKindOfName))] : []),
      ...[...new Set(renamed)].sort().map((item) => `from ${module} import ${item}`),
    ];
  });
  return [...new Set(whole)].sort().concat(from);
}

/** Return a `from` import on one line, or with one name per line if it does not fit. */
function fromImport(module: string, names: readonly string[]): string {
  const oneLine = `from ${module} import ${names.join(', ')}`;
  if (oneLine.length <= LINE_WIDTH) return oneLine;
  return `from ${module} import (\n${indented(names.map((name) => `${name},`))}\n)`;
}

/** Sort constants before classes before functions, like isort. */
function byKindOfName(left: string, right: string): number {
  const rank = (name: string) => (/^[A-Z0-9_]+$/.test(name) ? 0 : /^[A-Z]/.test(name) ? 1 : 2);
  return rank(left) - rank(right) || (left < right ? -1 : 1);
}
