"""Streams that remember: what is remembered across updates, and what a watermark leaves out."""

import json

import pytest

from tools.local.runtime import deduplication

ONCE = """
@dp.table(name="events")
def events() -> DataFrame:
    return spark.readStream.schema("id INT, at TIMESTAMP").json(spark.conf.get("events"))


@dp.table(name="once")
def once() -> DataFrame:
    rows = spark.readStream.option("withEventTimeOrder", "true").table("events")
    return rows.withWatermark("at", "1 day").dropDuplicatesWithinWatermark(["id"])
"""
DATASETS = {
    "events": ("streaming_table", {}),
    "once": ("streaming_table", {"events": "stream"}),
}


@pytest.fixture(params=["few new rows", "many new rows"])
def however_many(request, monkeypatch):
    """The two ways in which new rows are compared."""
    if request.param == "many new rows":
        monkeypatch.setattr(deduplication, "MOST_BROADCAST", 0)


def ids(pipeline):
    return [row[0] for row in pipeline.rows("once")]


def test_what_was_seen_is_remembered_in_the_next_update(pipeline, however_many):
    pipeline.define(ONCE, DATASETS)
    pipeline.arrive(
        {"id": 1, "at": "2018-11-01T00:00:00Z"}, {"id": 1, "at": "2018-11-01T01:00:00Z"}
    )
    pipeline.update()
    pipeline.arrive(
        {"id": 1, "at": "2018-11-01T12:00:00Z"}, {"id": 2, "at": "2018-11-01T12:00:00Z"}
    )
    flow = pipeline.update().flows["once"]
    assert (flow["rowsIn"], flow["rowsOut"]) == (2, 1)
    assert "message" not in flow
    assert ids(pipeline) == [1, 2]


def test_rows_behind_the_watermark_are_told_and_a_full_refresh_takes_them_in(
    pipeline, however_many
):
    pipeline.define(ONCE, DATASETS)
    pipeline.arrive({"id": 1, "at": "2018-11-05T00:00:00Z"})
    pipeline.update()
    pipeline.arrive(
        {"id": 2, "at": "2018-11-01T00:00:00Z"}, {"id": 3, "at": "2018-11-04T12:00:00Z"}
    )
    flow = pipeline.update().flows["once"]
    assert flow["message"].startswith("1 rows were behind the watermark and left out")
    assert ids(pipeline) == [1, 3]
    event = pipeline.table("event_log_small").where("level = 'WARN'").collect()
    (details,) = [json.loads(row["details"]) for row in event]
    assert details["flow_progress"]["metrics"]["num_rows_dropped_by_watermark"] == 1

    pipeline.update(full_refresh=["once"])
    assert ids(pipeline) == [1, 2, 3]


def test_a_key_is_remembered_until_the_watermark_has_passed_it_by_the_delay(pipeline, however_many):
    pipeline.define(ONCE, DATASETS)
    pipeline.arrive({"id": 1, "at": "2018-11-01T00:00:00Z"})
    pipeline.update()
    pipeline.arrive({"id": 1, "at": "2018-11-02T00:00:00Z"})
    assert pipeline.update().flows["once"]["rowsOut"] == 0
    pipeline.arrive({"id": 2, "at": "2018-11-03T12:00:00Z"})
    pipeline.update()
    # The watermark is half a day past the moment until which the key was remembered.
    pipeline.arrive({"id": 1, "at": "2018-11-04T00:00:00Z"})
    assert pipeline.update().flows["once"]["rowsOut"] == 1
    assert ids(pipeline) == [1, 1, 2]


def test_the_table_itself_remembers_the_keys_and_there_is_no_checkpoint(pipeline):
    pipeline.define(ONCE, DATASETS)
    pipeline.arrive({"id": 1, "at": "2018-11-01T00:00:00Z"})
    pipeline.update()
    assert not pipeline.state.checkpoint("once").exists()


def test_a_stream_whose_table_lacks_the_keys_is_left_to_spark(pipeline):
    counted = ONCE.replace('(["id"])', '(["id"]).select(F.col("at").alias("seen"))')
    pipeline.define(counted, DATASETS)
    pipeline.arrive({"id": 1, "at": "2018-11-01T00:00:00Z"})
    pipeline.update()
    assert pipeline.state.checkpoint("once").exists()
    pipeline.arrive({"id": 1, "at": "2018-11-01T12:00:00Z"})
    assert pipeline.update().flows["once"]["rowsOut"] == 0


def test_a_row_at_the_watermark_is_late_and_one_just_after_it_is_not(pipeline):
    pipeline.define(ONCE, DATASETS)
    pipeline.arrive({"id": 1, "at": "2018-11-05T00:00:00Z"})
    pipeline.update()
    pipeline.arrive(
        {"id": 2, "at": "2018-11-04T00:00:00Z"}, {"id": 3, "at": "2018-11-04T00:00:00.001Z"}
    )
    flow = pipeline.update().flows["once"]
    assert flow["message"].startswith("1 rows were behind the watermark")
    assert ids(pipeline) == [1, 3]
