import type { PythonImport } from './python-module';

/** Standard library modules that a notebook may import; those that touch the outside are left out. */
export const STANDARD_LIBRARY =
  /^(collections(\.abc)?|dataclasses|datetime|decimal|enum|functools|itertools|json|math|operator|re|string|typing|urllib\.parse)$/;

/** Modules besides, that every Databricks runtime has. */
const PROVIDED = /^(pyspark\.sql(\..+)?|pandas|__future__)$/;

/**
 * Imports that a notebook could not run, each with its line.
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
      message: `imports '${module}', which a notebook does not have. Use pyspark.sql, pandas and the standard library, or name its package in the pipeline's pythonPackages; what is your own, write into this file.`,
    }));
}
