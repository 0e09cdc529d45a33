"""Tables as they are read without Spark: the same rows as Spark reads."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from local.report.delta_snapshot import UnreadableTableError, read_snapshot


@pytest.fixture
def table(tmp_path):
    """A table whose log a test writes, commit by commit."""
    (tmp_path / "_delta_log").mkdir()
    return tmp_path


def commit(table, version, *actions):
    path = table / "_delta_log" / f"{version:020d}.json"
    path.write_text("".join(f"{json.dumps(action)}\n" for action in actions))


def add(table, name, rows, stats=True):
    pq.write_table(pa.table(rows), table / name)
    count = len(next(iter(rows.values())))
    action = {"path": name, "size": (table / name).stat().st_size, "dataChange": True}
    return {"add": {**action, "stats": json.dumps({"numRecords": count})} if stats else action}


def values(snapshot, column="x"):
    return sorted(snapshot.read([column]).column(column).to_pylist())


def test_a_table_is_the_files_that_were_added_and_not_removed(table):
    commit(table, 0, add(table, "a.parquet", {"x": [1, 2]}), add(table, "b.parquet", {"x": [3]}))
    commit(table, 1, {"remove": {"path": "a.parquet"}}, add(table, "c.parquet", {"x": [4, 5]}))
    snapshot = read_snapshot(table)
    assert (snapshot.version, snapshot.rows, values(snapshot)) == (1, 3, [3, 4, 5])
    assert snapshot.size == sum((table / f"{name}.parquet").stat().st_size for name in "bc")


def test_there_is_no_snapshot_without_a_table(tmp_path):
    assert read_snapshot(tmp_path / "nothing") is None


def test_rows_are_counted_where_the_log_does_not_tell_them(table):
    commit(table, 0, add(table, "a.parquet", {"x": [1, 2]}, stats=False))
    assert read_snapshot(table).rows == 2


def test_a_column_that_a_file_does_not_have_is_null(table):
    commit(table, 0, add(table, "a.parquet", {"x": [1]}))
    commit(table, 1, add(table, "b.parquet", {"x": [2], "y": ["new"]}))
    assert read_snapshot(table).columns() == ["x", "y"]
    assert read_snapshot(table).read(["y"]).column("y").to_pylist() == [None, "new"]


def test_the_newest_files_are_those_that_have_enough_rows(table):
    for version in range(4):
        commit(table, version, add(table, f"{version}.parquet", {"x": [version] * 10}))
    newest = read_snapshot(table).newest(15)
    assert (newest.rows, set(values(newest))) == (20, {2, 3})


def test_the_path_of_a_file_may_be_escaped(table):
    commit(table, 0, add(table, "a b.parquet", {"x": [1]}))
    log = table / "_delta_log" / f"{0:020d}.json"
    log.write_text(log.read_text().replace("a b", "a%20b"))
    assert values(read_snapshot(table)) == [1]


@pytest.mark.parametrize("feature", ["deletionVectors", "columnMapping", "v2Checkpoint"])
def test_what_would_be_read_wrong_is_refused(table, feature):
    protocol = {"minReaderVersion": 3, "minWriterVersion": 7, "readerFeatures": [feature]}
    commit(table, 0, {"protocol": protocol})
    with pytest.raises(UnreadableTableError, match=feature):
        read_snapshot(table)


def test_a_log_without_beginning_and_checkpoint_is_refused(table):
    commit(table, 7, add(table, "a.parquet", {"x": [1]}))
    with pytest.raises(UnreadableTableError, match="beginning"):
        read_snapshot(table)


def test_what_spark_wrote_is_read_as_spark_reads_it(spark, tmp_path):
    """Changed so often that the log gets a checkpoint, and then without the log's beginning."""
    path = tmp_path / "sales"
    for number in range(6):
        rows = spark.range(number * 10, number * 10 + 10).selectExpr(
            "id", "id % 3 AS kind", "timestamp'2026-01-01 12:00:00' + make_dt_interval(id) AS time"
        )
        rows.coalesce(1).write.format("delta").mode("append").save(str(path))
    spark.sql(f"DELETE FROM delta.`{path}` WHERE kind = 1")
    for kind in (0, 2, 0, 2, 0):
        spark.sql(f"UPDATE delta.`{path}` SET kind = {kind} WHERE id < 20")
    columns = ["id", "kind", "time"]
    expected = [tuple(row) for row in spark.read.format("delta").load(str(path)).collect()]

    def read():
        rows = read_snapshot(path).read(columns).to_pylist()
        return sorted(tuple(row[name] for name in columns) for row in rows)

    assert read() == sorted(expected)
    beginning = json.loads((path / "_delta_log" / "_last_checkpoint").read_text())["version"]
    for version in range(beginning):
        (path / "_delta_log" / f"{version:020d}.json").unlink()
    assert read() == sorted(expected)
    assert read_snapshot(path).rows == len(expected)
