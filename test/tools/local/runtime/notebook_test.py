"""Notebooks: executed unchanged, and errors say where."""

import ast
import textwrap

import pytest

from tools.artefacts.manifest import Manifest
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.notebook import run_python_notebook
from tools.local.runtime.notebook_code import NotebookCode
from tools.local.runtime.pipelines import Registry
from tools.local.runtime.source_places import SourcePlaces


@pytest.fixture
def execute(tmp_path, spark):
    def run(text):
        path = tmp_path / "bronze.py"
        path.write_text(
            "# Databricks notebook source\nfrom pyspark import pipelines as dp\n" + text
        )
        registry = Registry()
        places = SourcePlaces(Manifest("small", tmp_path, ("small",), (), {}, ()))
        run_python_notebook(path, registry, None, places)
        return registry.definitions

    return run


def test_decorators_define_datasets_with_their_expectations(execute):
    found = execute(
        textwrap.dedent(
            """
            # COMMAND ----------

            # MAGIC %md
            # MAGIC # A heading

            @dp.table(comment="What happened.", table_properties={"quality": "raw"})
            @dp.expect_all({"first": "a > 0", "second": "b > 0"})
            @dp.expect_or_drop("third", "c > 0")
            def events():
                return None
            """
        )
    )["events"]
    assert found.kind == "streaming_table"
    assert found.comment == "What happened."
    assert [(e.name, e.action) for e in found.expectations] == [
        ("first", "warn"),
        ("second", "warn"),
        ("third", "drop"),
    ]
    assert found.place.endswith("bronze.py:9")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\ny = x / 0\n", "bronze.py:4: ZeroDivisionError: division by zero"),
        ("def f(:\n", "bronze.py:3: invalid syntax"),
        (
            "@dp.expect('a', 'b')\n@dp.table()\ndef t(): ...\n",
            "put the expectations of 't' below its dataset decorator",
        ),
        (
            "@dp.table()\ndef t(): ...\n@dp.table(name='t')\ndef u(): ...\n",
            "dataset 't' is defined already at",
        ),
        (
            "@dp.table()\n@dp.expect('a', 'b')\n@dp.expect_or_drop('a', 'c')\ndef t(): ...\n",
            "'t' has two expectations named 'a'",
        ),
        (
            "dp.create_auto_cdc_flow(target='t', source='s', keys=['a'], sequence_by='b')\n",
            "bronze.py:3: create_auto_cdc_flow writes to 't', which no create_streaming_table",
        ),
    ],
)
def test_mistakes_are_told_with_file_and_line(execute, text, told):
    with pytest.raises(PipelineError) as raised:
        execute(text)
    assert told in str(raised.value)


def test_pyspark_is_as_before_after_a_notebook(execute):
    import pyspark.pipelines

    real = pyspark.pipelines
    execute("")
    from pyspark import pipelines

    assert pipelines is real


CODE = """
import math
from pyspark.sql import functions as F

FACTOR = 2
RULES = {"a": "b"}
UNRELATED = 1


def scaled(x):
    # How much.
    return x * FACTOR


def area(x):
    "The area."
    return scaled(x) * math.pi


RULES["c"] = "d"


def ruled(x):
    return F.expr(RULES["a"])
"""


@pytest.mark.parametrize(
    ("old", "new", "area_changes", "ruled_changes"),
    [
        ("# How much.", "# How big.", False, False),
        ("The area.", "Its area.", False, False),
        ("x * FACTOR", "x  *  (FACTOR)", False, False),
        ("UNRELATED = 1", "UNRELATED = 2", False, False),
        ("FACTOR = 2", "FACTOR = 3", True, False),
        ("x * FACTOR", "x + FACTOR", True, False),
        ("import math", "import cmath as math", True, False),
        ('RULES["c"] = "d"', 'RULES["c"] = "e"', False, True),
    ],
)
def test_the_code_of_a_dataset_is_what_its_rows_depend_on(old, new, area_changes, ruled_changes):
    assert old in CODE
    before, after = CODE, CODE.replace(old, new)
    assert (closure(before, "area") != closure(after, "area")) == area_changes
    assert (closure(before, "ruled") != closure(after, "ruled")) == ruled_changes


def closure(text, function):
    line = 1 + text[: text.index(f"def {function}(")].count("\n")
    return NotebookCode(ast.parse(text)).closure_of(line)
