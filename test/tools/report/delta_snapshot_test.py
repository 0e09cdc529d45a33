"""Tables as the report reads them, without Spark: the same rows as Spark reads."""

import json

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from pyspark.sql.types import IntegerType, StructField, StructType

from tools.local.runtime.stored_table import PLAIN, create_table
from tools.report.delta_snapshot import UnreadableTableError, read_snapshot


@pytest.fixture
def table(tmp_path):
    presentation = {**PLAIN, "properties": {"delta.checkpointInterval": "10"}}
    return create_table(
        tmp_path / "sales", StructType([StructField("x", IntegerType())]), presentation
    )


def values(snapshot, column="x"):
    return sorted(snapshot.read([column]).column(column).to_pylist())


def test_a_table_is_the_files_that_were_added_and_not_removed(table):
    first = table.append([{"x": 1}, {"x": 2}])
    second = first.append([{"x": 3}]).commit(removed=first.files)
    second.append([{"x": 4}, {"x": 5}])
    snapshot = read_snapshot(table.path)
    assert (snapshot.version, snapshot.rows, values(snapshot)) == (4, 3, [3, 4, 5])
    assert snapshot.size == sum(file.path.stat().st_size for file in snapshot.files)


def test_there_is_no_snapshot_without_a_table(tmp_path):
    assert read_snapshot(tmp_path / "nothing") is None


def test_a_column_that_a_file_does_not_have_is_null(table):
    table.append([{"x": 1}]).with_columns([StructField("y", IntegerType())]).append(
        [{"x": 2, "y": 7}]
    )
    assert read_snapshot(table.path).columns() == ["x", "y"]
    assert read_snapshot(table.path).read(["y"]).column("y").to_pylist() == [None, 7]


def test_the_newest_files_are_those_that_have_enough_rows(table):
    for number in range(4):
        table = table.append([{"x": number}] * 10)
    newest = read_snapshot(table.path).newest(15)
    assert (newest.rows, set(values(newest))) == (20, {2, 3})


def test_a_table_that_is_damaged_is_named(tmp_path):
    write_deltalake(tmp_path, pa.table({"x": [1]}))
    (tmp_path / "_delta_log" / f"{0:020d}.json").write_text("{")
    with pytest.raises(UnreadableTableError, match=str(tmp_path)):
        read_snapshot(tmp_path)


def test_after_many_updates_and_checkpoints_it_is_read_as_spark_reads_it(spark, table):
    for number in range(25):
        table = table.append([{"x": number}])
    assert (table.path / "_delta_log" / "_last_checkpoint").exists()
    expected = spark.read.format("delta").load(str(table.path)).collect()
    assert values(read_snapshot(table.path)) == sorted(row.x for row in expected)
    beginning = json.loads((table.path / "_delta_log" / "_last_checkpoint").read_text())["version"]
    for version in range(beginning):
        (table.path / "_delta_log" / f"{version:020d}.json").unlink()
    assert values(read_snapshot(table.path)) == list(range(25))
    assert DeltaTable(table.path).version() == 25
