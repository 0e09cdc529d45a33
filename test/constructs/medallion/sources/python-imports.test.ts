import { importProblems } from '../../../../constructs/medallion/sources/python-imports';

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
