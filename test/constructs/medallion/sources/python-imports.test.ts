import { importLines, importProblems } from '../../../../constructs/medallion/sources/python-imports';

const problems = (module: string, packages: readonly string[] = []) =>
  importProblems([{ module, name: 'x', line: 3 }], packages);

describe('an import of a transform', () => {
  it.each(['os', 'sys', 'subprocess', 'requests', 'notebooks.silver', '.', 'pyspark', 'pyspark.pipelines'])(
    'is refused if a notebook does not have the module: %s',
    (module) => {
      expect(problems(module)).toEqual([
        {
          line: 3,
          message: `imports '${module}', which a notebook does not have. Use pyspark.sql, pandas and the standard library, or name its package in the pipeline's pythonPackages; what is your own, write into this file.`,
        },
      ]);
    },
  );

  it.each(['math', 'collections.abc', 'pandas', 'pyspark.sql.types', '__future__'])(
    'is allowed if every runtime has the module: %s',
    (module) => {
      expect(problems(module)).toEqual([]);
    },
  );

  it('is allowed if the pipeline installs the package of the module', () => {
    expect(problems('ua_parser.core', ['ua_parser'])).toEqual([]);
    expect(problems('ua_parsers', ['ua_parser'])).toHaveLength(1);
  });
});

describe('the imports of a notebook', () => {
  it('stand each on its line, broken where the formatter would break it', () => {
    const types = ['DataType', 'DateType', 'IntegralType', 'NumericType', 'StructType', 'TimestampType'];
    const fromTypes = (names: readonly string[]) =>
      importLines(names.map((name) => ({ module: 'pyspark.sql.types', name })));

    expect(fromTypes(types.slice(0, 5))).toBe(
      'from pyspark.sql.types import DataType, DateType, IntegralType, NumericType, StructType',
    );
    expect(fromTypes(types)).toBe(
      `from pyspark.sql.types import (\n${types.map((name) => `    ${name},\n`).join('')})`,
    );
  });
});
