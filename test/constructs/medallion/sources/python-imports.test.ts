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
          message: `imports '${module}', which is not available in a notebook. Use pyspark.sql, pandas or the standard library, add its package to the pipeline's pythonPackages, or move your own code into this file.`,
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
