import { join } from 'node:path';
import { TaskNotebook, type TaskNotebookProps } from '../../../constructs/workspace/task-notebook';
import { kafkaStream } from '../medallion/smallest-datasets';
import { constantOf, ruffFindings, TaskFixture } from './task-fixture';

const SOURCE = `"""Greets people."""

import json
from collections.abc import Mapping

from pyspark.sql import SparkSession

GREETING = "Hello"


def greet(spark: SparkSession, parameters: Mapping[str, str], names: list[str]) -> None:
    """Greet everybody."""
    # One line a person.
    for name in names:
        print(json.dumps([GREETING, name, parameters.get("language"), spark.version]))
`;

const CALL = 'greet(spark, dbutils.widgets.getAll(), NAMES)';

function shopWith(props: Partial<TaskNotebookProps> = {}, id = 'greeting'): TaskFixture {
  const shop = new TaskFixture();
  kafkaStream(shop.layer('raw'), 'orders');
  new TaskNotebook(shop.workspace, id, {
    directory: shop.directory,
    notebookName: 'greeting',
    comment: ['Greeting', '', 'Greets everybody by name.'],
    source: join(shop.root, shop.write('greeting.py', SOURCE)),
    constants: { NAMES: ['Anna', 'Ben'] },
    call: CALL,
    ...props,
  });
  return shop;
}

describe('the notebook of a task', () => {
  it('has the functions of a file as they were written, then constants, then one call', async () => {
    const cell = '\n# COMMAND ----------\n';

    expect(await shopWith().notebook('greeting')).toBe(
      [
        '# Databricks notebook source',
        '# MAGIC %md',
        '# MAGIC # Greeting',
        '# MAGIC',
        '# MAGIC Greets everybody by name.',
        '# MAGIC',
        '# MAGIC Changes made here are lost with the next deployment: edit the project it is deployed from.',
        cell,
        'import json',
        'from collections.abc import Mapping',
        '',
        'from pyspark.sql import SparkSession',
        cell,
        SOURCE.slice(SOURCE.indexOf('GREETING'), -1),
        `\n${cell}`,
        'NAMES = ["Anna", "Ben"]',
        cell,
        CALL,
        '',
      ].join('\n'),
    );
  });

  it('needs no constants', async () => {
    const notebook = await shopWith({ constants: undefined, call: 'greet(spark, {}, [])' }).notebook(
      'greeting',
    );

    expect(notebook).not.toContain('NAMES');
    expect(notebook).toMatch(/\n\n\n# COMMAND -{10}\n\ngreet\(spark, \{\}, \[\]\)\n$/);
  });

  it('lies beside the Terraform as it is deployed', async () => {
    const shop = shopWith();
    const text = await shop.notebook('greeting');
    const { content_base64, ...deployed } = await shop.only('notebook');

    expect(Buffer.from(String(content_base64), 'base64').toString()).toBe(text);
    expect(deployed).toEqual({
      language: 'PYTHON',
      path: expect.stringMatching(/^\$\{databricks_directory\.tasks\.path\}\/greeting$/),
    });
  });

  it('is named by a reference, so that a job is deployed after it', async () => {
    const shop = new TaskFixture();
    kafkaStream(shop.layer('raw'), 'orders');
    const source = join(shop.root, shop.write('greeting.py', SOURCE));
    const { path } = new TaskNotebook(shop.workspace, 'greeting', {
      directory: shop.directory,
      notebookName: 'greeting',
      comment: ['Greeting'],
      source,
      call: CALL,
    });

    expect(shop.resolve(path)).toMatch(/^\$\{databricks_notebook\.greeting\.path\}$/);
  });

  it('says its constants as Python reads them, formatted and with nothing for the linter to find', async () => {
    const constants = {
      NAMES: Array.from({ length: 30 }, (_, index) => `name ${index}`),
      SHARES: { low: 0.01, high: 1e-7, none: 0 },
      FLAGS: { yes: true, no: false, unknown: null, nothing: [], nobody: {} },
      TEXT: 'It\'s "quoted"\nand C:\\new\\table {braces} 音楽',
      NESTED: { first: { second: { third: Array.from({ length: 12 }, () => 'a long name') } } },
    };
    const notebook = await shopWith({ constants }).notebook('greeting');

    for (const [name, value] of Object.entries(constants)) expect(constantOf(notebook, name)).toEqual(value);
    expect(ruffFindings(notebook)).toBe('');
  });

  it('names no path of this machine', async () => {
    const shop = shopWith();

    expect(await shop.notebook('greeting')).not.toContain(shop.root);
    expect(JSON.stringify(await shop.terraform())).not.toContain(shop.root);
  });
});

describe('a notebook that could not run', () => {
  it('is told if its code does not exist', async () => {
    expect(await shopWith({ source: '/nowhere/welcome.py' }).problems()).toEqual([
      "greeting: welcome.py does not exist. Correct 'source'.",
    ]);
  });

  it('is told if it calls what its code does not define', async () => {
    expect(await shopWith({ call: 'welcome(spark)' }).problems()).toEqual([
      "greeting: calls 'welcome', which greeting.py does not define. Correct 'call', or add the function.",
    ]);
  });
});
