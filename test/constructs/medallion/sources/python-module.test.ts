import { createHash } from 'node:crypto';
import { parsePython } from '../../../../constructs/medallion/sources/python-module';

const python = (...lines: string[]) => parsePython(`${lines.join('\n')}\n`);

const problemsOf = (...lines: string[]) =>
  python(...lines).problems.map(({ line, message }) => `${line} ${message.split('. ')[0]}`);

describe('a function', () => {
  it('is known by name, line, parameters and the first line of its docstring', () => {
    const { functions } = python(
      '"""A module."""',
      '',
      'def total(orders: DataFrame, refunds: DataFrame) -> DataFrame:',
      '    """Totals of a day.',
      '',
      '    In euros.',
      '    """',
      '    return orders',
      '',
      'def helper(): return 1',
    );

    expect(functions).toEqual([
      { name: 'total', line: 3, parameters: ['orders', 'refunds'], summary: 'Totals of a day.' },
      { name: 'helper', line: 10, parameters: [], summary: undefined },
    ]);
  });

  it('has its parameters whatever their types, defaults and lines', () => {
    const { functions } = python(
      'def total(',
      '    orders: "DataFrame | None",',
      '    rate: dict[str, float] = RATES,',
      '    *,',
      '    day=TODAY,',
      ') -> DataFrame:',
      '    return orders',
    );

    expect(functions[0]?.parameters).toEqual(['orders', 'rate', 'day']);
  });

  it('inside another one is not a function of the file', () => {
    const { functions } = python(
      'def total(orders):',
      '    def inner(x):',
      '        return x',
      '    return orders',
    );

    expect(functions.map(({ name }) => name)).toEqual(['total']);
  });
});

describe('the names that a file defines', () => {
  it('are functions, classes and constants', () => {
    const { names } = python('RATE = 1', 'LIMIT: int = 2', 'class Day:', '    pass', 'def total(): pass');

    expect([...names].sort()).toEqual(['Day', 'LIMIT', 'RATE', 'total']);
  });
});

describe('imports', () => {
  it('are known with module, name, alias and line', () => {
    const { imports } = python(
      'import math',
      'import datetime as dt',
      'from pyspark.sql import DataFrame, functions as F  # as always',
      'from pyspark.sql.types import (',
      '    LongType,',
      '    StringType,',
      ')',
    );

    expect(imports).toEqual([
      { module: 'math', alias: undefined, line: 1 },
      { module: 'datetime', alias: 'dt', line: 2 },
      { module: 'pyspark.sql', name: 'DataFrame', alias: undefined, line: 3 },
      { module: 'pyspark.sql', name: 'functions', alias: 'F', line: 3 },
      { module: 'pyspark.sql.types', name: 'LongType', alias: undefined, line: 4 },
      { module: 'pyspark.sql.types', name: 'StringType', alias: undefined, line: 4 },
    ]);
  });
});

describe('a decorated function', () => {
  const decorated = (decorator: string) =>
    python(
      'from pyspark.sql import functions as F',
      '',
      '',
      decorator,
      'def total(orders):',
      '    return orders',
    );

  it.each(['@F.pandas_udf(StringType())', '@F.udf', '@F.udf("int")'])(
    'is a function that Spark calls for rows: %s',
    (decorator) => {
      const { functions, names, problems } = decorated(decorator);

      expect(functions).toEqual([{ name: 'total', line: 5, parameters: ['orders'], summary: undefined }]);
      expect(names).toEqual(['total']);
      expect(problems).toEqual([]);
    },
  );

  it.each(['@cache', '@dp.table', '@F.broadcast'])('is nothing else: %s', (decorator) => {
    expect(decorated(decorator).problems).toEqual([
      {
        line: 4,
        message: `decorates with '${decorator}'. Only F.pandas_udf and F.udf are allowed: a transform is a plain function.`,
      },
    ]);
  });
});

describe('the body of a file', () => {
  it('is all below docstring and imports, as written, comments included', () => {
    const body = [
      '# Rates of 2024.',
      'RATE = 1  # euro',
      '',
      '',
      'def total(orders):',
      '    # All.',
      '    return orders',
    ];

    expect(python('"""A module."""', '', 'import math', '', ...body).body).toBe(body.join('\n'));
  });

  it('keeps a comment that stands between import and function', () => {
    expect(python('import math', '', '# Sums.', 'def total(orders):', '    return orders').body).toMatch(
      /^# Sums\./,
    );
  });
});

describe('what a file must not do', () => {
  it.each([
    ['collect', 'reads rows while the graph is built'],
    ['toPandas', 'reads rows while the graph is built'],
    ['show', 'reads rows while the graph is built'],
    ['foreach', 'reads rows while the graph is built'],
    ['rdd', 'is not available on shared compute'],
    ['write', 'writes; the pipeline writes what the function returns'],
    ['writeStream', 'writes; the pipeline writes what the function returns'],
    ['createOrReplaceTempView', 'changes the session'],
    ['schema', 'inspects a schema, which is unknown while the graph is built'],
    ['columns', 'inspects a schema, which is unknown while the graph is built'],
    ['dtypes', 'inspects a schema, which is unknown while the graph is built'],
  ])('is use .%s, which %s', (member, why) => {
    expect(problemsOf('def total(orders):', `    return orders.${member}`)).toEqual([
      `2 uses '.${member}', which ${why}`,
    ]);
  });

  it('is not to call a SQL function of such a name', () => {
    expect(
      problemsOf('def total(orders):', '    return orders.select(F.schema_of_json("x"), F.collect("y"))'),
    ).toEqual([]);
  });

  it('is use the session, also in a constant', () => {
    expect(problemsOf('ORDERS = spark.table("orders")')).toEqual(["1 uses 'spark'"]);
  });

  it('is to take a parameter called spark for granted: a function may have one', () => {
    expect(problemsOf('def total(spark):', '    return 1')).toEqual([]);
  });

  it.each(['print("x")', 'for x in y:\n    pass', 'if True:\n    x = 1', 'x += 1', 'del x'])(
    'is run when it is imported: %j',
    (statement) => {
      expect(problemsOf(statement)).toEqual(['1 runs code on import']);
    },
  );
});

describe('a file that is not Python', () => {
  it('is told with the line of the first mistake only', () => {
    expect(problemsOf('def total(orders):', '    return (orders', '', 'def other(', '')).toHaveLength(1);
    expect(problemsOf('def total(orders):', '    return orders +')).toEqual([
      '2 is not valid Python: unexpected end of line.',
    ]);
  });
});

describe('the hash of a file', () => {
  it('is the SHA-256 of its text, the same for both kinds of line ends', () => {
    const text = 'def total(orders):\n    return orders\n';

    expect(parsePython(text).sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(parsePython(text.replaceAll('\n', '\r\n')).sha256).toBe(parsePython(text).sha256);
  });
});
