"""Answers: the same rows as a table, as CSV and as JSON."""

import io
import json
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
from pyspark.sql import Row
from pyspark.sql.types import IntegerType, StructField, StructType

from tools.local.runtime.answer_format import write_answer
from tools.local.runtime.errors import PipelineError

SCHEMA = StructType.fromJson(
    {
        "type": "struct",
        "fields": [
            {"name": name, "type": kind, "nullable": True, "metadata": {}}
            for name, kind in [
                ("name", "string"),
                ("count", "long"),
                ("at", "timestamp"),
                ("tags", {"type": "array", "elementType": "string", "containsNull": True}),
            ]
        ],
    }
)
NOON = datetime(2018, 11, 1, 12, 0, 0, 123000, tzinfo=timezone.utc)
ROWS = [("a,b", 1, NOON, ["x", None]), (None, 1000, None, None)]


def written(form, rows=ROWS):
    output = io.StringIO()
    write_answer(SCHEMA, rows, form, output)
    return output.getvalue()


def test_table_is_aligned_and_shows_null():
    assert written("table").splitlines() == [
        "name  count  at                        tags",
        "----  -----  ------------------------  -----------",
        'a,b       1  2018-11-01T12:00:00.123Z  ["x", null]',
        "NULL   1000  NULL                      NULL",
    ]


def test_csv_leaves_null_empty():
    assert written("csv").splitlines() == [
        "name,count,at,tags",
        '"a,b",1,2018-11-01T12:00:00.123Z,"[""x"", null]"',
        ",1000,,",
    ]


def test_json_is_an_array_of_objects():
    assert json.loads(written("json")) == [
        {"name": "a,b", "count": 1, "at": "2018-11-01T12:00:00.123Z", "tags": ["x", None]},
        {"name": None, "count": 1000, "at": None, "tags": None},
    ]


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_an_empty_answer_is_an_answer(form):
    assert written(form, []).strip() != ""


def test_numbers_and_dates_are_what_json_has_for_them():
    from tools.local.runtime.answer_format import plain

    assert plain(Decimal("2.50")) == 2.5
    assert plain(Decimal("2")) == 2
    assert plain(date(2018, 11, 1)) == "2018-11-01"


def test_json_refuses_columns_that_would_hide_each_other() -> None:
    schema = StructType([StructField("a", IntegerType()), StructField("a", IntegerType())])
    with pytest.raises(PipelineError, match="several columns named a, "):
        write_answer(schema, [Row(1, 2)], "json", io.StringIO())
