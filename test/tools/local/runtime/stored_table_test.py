"""Stored tables are ordinary Delta tables: Spark's Delta and delta-rs read the same."""

import random

import pytest
from deltalake import DeltaTable

from tools.local.runtime.errors import PipelineError
from tools.local.runtime.stored_table import open_table

NOTEBOOK = """
@dp.table(
    name="raw",
    comment="What arrived.",
    schema="id INT COMMENT 'Number', level STRING, at TIMESTAMP COMMENT 'Time, UTC', half DOUBLE",
    table_properties={"quality": "bronze", "delta.checkpointInterval": "5"},
    cluster_by=["at"],
)
@dp.expect_or_drop("numbered", "id IS NOT NULL")
def raw() -> DataFrame:
    schema = "id INT, level STRING, at TIMESTAMP, half DOUBLE"
    return spark.readStream.schema(schema).json(spark.conf.get("events"))


dp.create_streaming_table(
    name="levels", table_properties={"delta.enableRowTracking": "true"}
)
dp.create_auto_cdc_flow(
    target="levels", source="raw", keys=["level"], sequence_by="at", stored_as_scd_type=2
)


@dp.materialized_view(name="totals", comment="One row per level.")
def totals() -> DataFrame:
    return spark.read.table("raw").groupBy("level").agg(F.count("*").alias("rows"))
"""
DATASETS = {
    "raw": ("streaming_table", {}),
    "levels": ("auto_cdc_table", {"raw": "stream"}),
    "totals": ("materialized_view", {"raw": "batch"}),
}


def test_spark_and_delta_rs_read_the_same_after_many_updates_and_checkpoints(pipeline, spark):
    dice = random.Random(3)
    pipeline.define(NOTEBOOK, DATASETS)
    for update in range(12):
        pipeline.arrive(
            *[
                {
                    "id": dice.choice([None, *range(9)]),
                    "level": dice.choice(["free", "paid", "ü" * 40]),
                    "at": f"2026-01-{update + 1:02d}T00:00:{second:02d}.123456Z",
                    "half": dice.choice([None, -0.0, 0.5, 1e300]),
                }
                for second in dice.sample(range(60), 5)
            ]
        )
        assert pipeline.update().succeeded

    for name in (*DATASETS, "event_log_small"):
        path = str(pipeline.state.table(name))
        log = DeltaTable(path)
        by_spark = spark.read.format("delta").load(path)
        rows = log.to_pyarrow_table()
        assert rows.num_rows == by_spark.count() == open_table(pipeline.state.table(name)).rows
        if name != "event_log_small":
            found = {tuple(row.values()) for row in rows.to_pylist()}
            assert found == {
                tuple(row[column] for column in rows.column_names)
                for row in by_spark.toArrow().to_pylist()
            }
        assert (
            by_spark.schema.jsonValue() == open_table(pipeline.state.table(name)).schema.jsonValue()
        )
        history = spark.sql(f"DESCRIBE HISTORY delta.`{path}`").collect()
        assert [row["version"] for row in history] == [entry["version"] for entry in log.history()]
    raw = pipeline.state.table("raw")
    assert (raw / "_delta_log" / "_last_checkpoint").exists()
    described = spark.sql(f"DESCRIBE DETAIL delta.`{raw}`").collect()[0]
    assert described["description"] == "What arrived."
    assert described["properties"]["quality"] == "bronze"
    assert described["properties"]["clusteringColumns"] == '[["at"]]'
    comments = {field.name: field.metadata.get("comment") for field in pipeline.table("raw").schema}
    assert comments == {"id": "Number", "level": None, "at": "Time, UTC", "half": None}


def test_statistics_let_spark_skip_files_without_losing_rows(pipeline, spark):
    pipeline.define(NOTEBOOK, DATASETS)
    for hour in range(3):
        pipeline.arrive({"id": hour, "level": "ü" * 40, "at": f"2026-01-01T0{hour}:00:00.000001Z"})
        pipeline.update()
    rows = pipeline.table("raw")
    assert rows.where("at >= '2026-01-01T02:00:00.000001'").count() == 1
    assert rows.where("id = 1").count() == 1
    assert rows.where(f"level = '{'ü' * 40}'").count() == 3
    files = open_table(pipeline.state.table("raw")).files
    assert [(file.least["id"], file.greatest["id"]) for file in files] == [(0, 0), (1, 1), (2, 2)]


def test_properties_that_need_table_features_are_only_stated(pipeline):
    pipeline.define(NOTEBOOK, DATASETS)
    pipeline.update()
    log = DeltaTable(pipeline.state.table("levels"))
    assert log.metadata().configuration["databricks.delta.enableRowTracking"] == "true"
    assert not log.protocol().writer_features


def test_a_source_that_somebody_else_rewrote_stops_its_readers(pipeline, spark):
    pipeline.define(NOTEBOOK, DATASETS)
    pipeline.arrive({"id": 1, "level": "free", "at": "2026-01-01T00:00:00Z"})
    pipeline.update()
    spark.sql(f"DELETE FROM delta.`{pipeline.state.table('raw')}` WHERE id = 1")
    pipeline.table("raw").limit(0).write.format("delta").mode("append").save(
        str(pipeline.state.table("raw"))
    )
    spark.createDataFrame([(2, "paid", None, None)], pipeline.table("raw").schema).write.format(
        "delta"
    ).mode("append").save(str(pipeline.state.table("raw")))
    result = pipeline.update()
    assert "which no update wrote" in result.flows["levels"]["message"]


def test_a_damaged_log_is_named(tmp_path):
    (tmp_path / "_delta_log").mkdir()
    (tmp_path / "_delta_log" / f"{0:020d}.json").write_text("{")
    with pytest.raises(PipelineError, match=str(tmp_path)):
        open_table(tmp_path)
