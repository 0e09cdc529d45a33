import { importLines } from '../../../../constructs/medallion/rendering/import-lines';

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
