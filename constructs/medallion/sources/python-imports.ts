import type { PythonImport } from './python-module';

/** Standard library modules that a notebook may import; those that access files, network or processes are excluded. */
export const STANDARD_LIBRARY =
  /^(collections(\.abc)?|dataclasses|datetime|decimal|enum|functools|itertools|json|math|operator|re|string|typing|urllib\.parse)$/;

/** Other modules that every Databricks runtime provides. */
const PROVIDED = /^(pyspark\.sql(\..+)?|pandas|__future__)$/;

/**
 * Return imports that would fail in a notebook, with their lines.
 *
 * @param packages modules that the pipeline installs
 */
export function importProblems(
  imports: readonly PythonImport[],
  packages: readonly string[],
): { line: number; message: string }[] {
  return imports
    .filter(({ module }) => !STANDARD_LIBRARY.test(module) && !PROVIDED.test(module))
    .filter(({ module }) => !packages.includes(module.split('.', 1)[0] as string))
    .map(({ module, line }) => ({
      line,
      message: `imports '${module}', which is not available in a notebook. Use pyspark.sql, pandas or the standard library, add its package to the pipeline's pythonPackages, or move your own code into this file.`,
    }));
}
