"""Incremental refresh: only groups with new rows are recomputed, and nobody can tell the rows."""

import random

import pytest

from tools.local.runtime import affected_groups, materialized_view
from tools.local.runtime.stored_table import open_table

STREAMS = """
def stream_of(folder: str) -> DataFrame:
    schema = "id INT, user STRING, page STRING, at TIMESTAMP, amount INT"
    return spark.readStream.schema(schema).json(spark.conf.get(folder))


@dp.table(name="views")
def views() -> DataFrame:
    return stream_of("events")


@dp.table(name="sales")
def sales() -> DataFrame:
    return stream_of("others")

"""
UNION = """
@dp.materialized_view(name="result")
@dp.expect_or_drop("not_too_many", "rows < 40")
def result() -> DataFrame:
    both = spark.read.table("views").unionByName(
        spark.read.table("sales").select("*", F.lit(1).alias("sold")), allowMissingColumns=True
    )
    return (
        both.where("page <> 'none'")
        .groupBy(F.to_date("at").alias("date"), "user")
        .agg(
            F.count("*").alias("rows"),
            F.sum("amount").alias("amount"),
            F.max("sold").alias("sold"),
        )
        .where("amount > 0")
    )
"""
WINDOW = """
from pyspark.sql import Window

@dp.materialized_view(name="result")
def result() -> DataFrame:
    pages = spark.read.table("views").groupBy(F.to_date("at").alias("date"), "page").agg(
        F.count_distinct("user").alias("users")
    )
    first = Window.partitionBy("date").orderBy(F.desc("users"))
    return pages.withColumn("rank", F.rank().over(first))
"""
JOIN = """
@dp.materialized_view(name="result")
def result() -> DataFrame:
    views, sales = spark.read.table("views"), spark.read.table("sales")
    bought = sales.select("user", F.col("amount").alias("paid"))
    return views.join(bought, "user", "left").groupBy("user").agg(
        F.count("*").alias("rows"), F.sum("paid").alias("paid")
    )
"""
DATASETS = {"views": ("streaming_table", {}), "sales": ("streaming_table", {})}
INPUTS = {
    UNION: {"views": "batch", "sales": "batch"},
    WINDOW: {"views": "batch"},
    JOIN: {"views": "batch", "sales": "batch"},
}


@pytest.fixture(autouse=True)
def _refresh_small_tables_as_if_they_were_large(monkeypatch):
    monkeypatch.setattr(materialized_view, "FEWEST_ROWS", 0)
    monkeypatch.setattr(materialized_view, "GREATEST_SHARE", 1.0)
    monkeypatch.setattr(materialized_view, "GREATEST_SHARE_OF_GROUPS", 100.0)


def define(pipeline, code, inputs):
    pipeline.define(STREAMS + code, {**DATASETS, "result": ("materialized_view", inputs)})


def random_rows(dice, count):
    return [
        {
            "id": dice.randint(0, 1_000_000),
            "user": dice.choice([None, *"abcdefgh"]),
            "page": dice.choice(["home", "help", "none", None]),
            "at": f"2026-01-{dice.randint(1, 9):02d}T{dice.randint(0, 23):02d}:00:00Z",
            "amount": dice.randint(-3, 9),
        }
        for _ in range(count)
    ]


@pytest.mark.parametrize("code", [UNION, WINDOW, JOIN], ids=["union", "window", "join"])
def test_rows_are_those_of_a_full_recomputation(pipeline, code):
    dice = random.Random(5)
    define(pipeline, code, INPUTS[code])
    pipeline.arrive(*random_rows(dice, 60))
    pipeline.arrive(*random_rows(dice, 60), source="others")
    assert pipeline.update().flows["result"]["refresh"] == "full"
    for slice_ in range(5):
        pipeline.arrive(*random_rows(dice, dice.randint(1, 4)))
        if slice_ % 2:
            pipeline.arrive(*random_rows(dice, 2), source="others")
        flow = pipeline.update().flows["result"]
        assert flow["refresh"] == "incremental", flow
    incremental = pipeline.rows("result")
    pipeline.update(full_refresh=["result"])
    assert pipeline.rows("result") == incremental


def test_files_without_rows_of_the_groups_stay_as_they_are(pipeline):
    define(pipeline, WINDOW, INPUTS[WINDOW])
    dice = random.Random(1)
    old = [{**row, "at": "2026-01-01T00:00:00Z"} for row in random_rows(dice, 20)]
    pipeline.arrive(*old)
    pipeline.update()
    (before,) = ({file.name for file in pipeline.state.table("result").glob("*.parquet")},)
    pipeline.arrive({"user": "a", "page": "home", "at": "2026-01-05T00:00:00Z"})
    pipeline.update()
    after = {file.path for file in open_table(pipeline.state.table("result")).files}
    assert before < after
    assert pipeline.table("result").count() == len({row["page"] for row in old}) + 1


def test_the_result_and_the_event_log_say_how_and_why(pipeline):
    define(pipeline, UNION, INPUTS[UNION])
    pipeline.arrive(*random_rows(random.Random(1), 20))
    first = pipeline.update().flows["result"]
    assert (first["refresh"], first["refreshReason"]) == ("full", "it was not computed before")
    pipeline.arrive({"user": "a", "page": "home", "at": "2026-01-05T00:00:00Z", "amount": 1})
    second = pipeline.update().flows["result"]
    assert (second["refresh"], second["refreshReason"]) == ("incremental", "1 group had new rows")
    events = (
        pipeline.table("event_log_small").where("event_type = 'planning_information'").collect()
    )
    assert [event["message"] for event in events] == [
        "Flow 'result' has been planned to be executed as COMPLETE_RECOMPUTE: "
        "it was not computed before",
        "Flow 'result' has been planned to be executed as GROUP_AGGREGATE: 1 group had new rows",
    ]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ('spark.read.table("views").select("id")', "no grouping decides its rows"),
        ('spark.read.table("views").agg(F.count("*").alias("n"))', "do not tell their group"),
        (
            'spark.read.table("views").groupBy("user").agg(F.min("page").alias("page"))'
            '.groupBy("page").count()',
            "its groups depend on other groups",
        ),
        (
            'spark.read.table("views").join(spark.read.table("views").select("user"), "user")'
            '.groupBy("user").count()',
            "it joins an input with itself",
        ),
        (
            'spark.read.table("views").withColumn("now", F.current_timestamp())'
            '.groupBy("user").agg(F.max("now").alias("now"))',
            "it asks for time or chance",
        ),
    ],
)
def test_what_cannot_be_told_from_new_rows_is_recomputed_and_the_reason_is_given(
    pipeline, query, reason
):
    code = f'@dp.materialized_view(name="result")\ndef result() -> DataFrame:\n    return {query}\n'
    define(pipeline, code, {"views": "batch"})
    pipeline.arrive(*random_rows(random.Random(1), 9))
    pipeline.update()
    pipeline.arrive(*random_rows(random.Random(2), 2))
    flow = pipeline.update().flows["result"]
    assert (flow["refresh"], reason in flow["refreshReason"]) == ("full", True), flow


def test_many_groups_and_small_tables_are_recomputed(pipeline, monkeypatch):
    define(pipeline, UNION, INPUTS[UNION])
    pipeline.arrive(*random_rows(random.Random(1), 20))
    pipeline.update()
    monkeypatch.setattr(affected_groups, "MOST_GROUPS", 1)
    pipeline.arrive(*random_rows(random.Random(2), 9))
    assert "more than 1 groups" in pipeline.update().flows["result"]["refreshReason"]
    monkeypatch.setattr(affected_groups, "MOST_GROUPS", 1000)
    monkeypatch.setattr(materialized_view, "GREATEST_SHARE_OF_GROUPS", 0.1)
    pipeline.arrive(*random_rows(random.Random(4), 9))
    assert (
        "groups have new rows, the view has" in pipeline.update().flows["result"]["refreshReason"]
    )
    monkeypatch.setattr(materialized_view, "FEWEST_ROWS", 1000)
    pipeline.arrive(*random_rows(random.Random(3), 9))
    assert pipeline.update().flows["result"]["refreshReason"] == "47 rows are few"


def test_a_broken_fail_rule_in_a_group_leaves_the_table_untouched(pipeline):
    rule = UNION.replace(
        '@dp.expect_or_drop("not_too_many", "rows < 40")',
        '@dp.expect_or_fail("few", "amount < 100")',
    )
    define(pipeline, rule, INPUTS[UNION])
    pipeline.arrive(*random_rows(random.Random(1), 20))
    pipeline.update()
    before = pipeline.rows("result")
    pipeline.arrive({"user": "a", "page": "home", "at": "2026-01-05T00:00:00Z", "amount": 500})
    assert "expectation 'few'" in pipeline.update().problem
    assert pipeline.rows("result") == before
