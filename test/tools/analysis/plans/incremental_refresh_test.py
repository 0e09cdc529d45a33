"""Which queries the documented rules of Databricks let it refresh incrementally, and how."""

from collections.abc import Callable

import pytest
from pyspark.sql import DataFrame, SparkSession, Window, WindowSpec
from pyspark.sql import functions as F

from tools.analysis.plans.incremental_refresh import incremental_refresh

Query = Callable[[DataFrame, DataFrame], DataFrame]


@pytest.fixture(scope="module")
def inputs(spark: SparkSession) -> tuple[DataFrame, DataFrame]:
    return (
        spark.createDataFrame([], "day DATE, user STRING, seconds DOUBLE"),
        spark.createDataFrame([], "user STRING, name STRING"),
    )


def by_user() -> WindowSpec:
    return Window.partitionBy("user").orderBy("day")


POSSIBLE: dict[str, tuple[Query, str]] = {
    "columns and conditions": (lambda plays, _: plays.where("seconds > 0").select("user"), "ROW"),
    "unions": (lambda plays, users: plays.select("user").union(users.select("user")), "ROW"),
    "outer joins": (lambda plays, users: plays.join(users, "user", "full"), "ROW"),
    "sums and counts": (
        lambda plays, _: plays.groupBy("day").agg(
            (F.sum("seconds") / F.count("*")).alias("mean"), F.count_if(F.col("seconds") > 9)
        ),
        "GROUP_AGGREGATE",
    ),
    "a grouping over a join, with HAVING": (
        lambda plays, users: plays.join(users, "user").groupBy("name").count().where("count > 1"),
        "GROUP_AGGREGATE",
    ),
    "least values": (
        lambda plays, _: plays.groupBy("day").agg(F.min("seconds"), F.sum("seconds")),
        "GENERIC_AGGREGATE",
    ),
    "distinct values": (
        lambda plays, _: plays.groupBy("day").agg(F.count_distinct("user")),
        "GENERIC_AGGREGATE",
    ),
    "windows within partitions": (
        lambda plays, _: plays.withColumn("rank", F.rank().over(by_user())).where("rank = 1"),
        "WINDOW_FUNCTION",
    ),
}


@pytest.mark.parametrize("case", POSSIBLE)
def test_the_plan_decides_on_the_technique(inputs: tuple[DataFrame, DataFrame], case: str) -> None:
    query, technique = POSSIBLE[case]
    found = incremental_refresh(query(*inputs))
    assert found.obstacles == ()
    assert found.technique.startswith(technique)


IMPOSSIBLE: dict[str, tuple[Query, str]] = {
    "a set of values": (
        lambda plays, _: plays.groupBy("day").agg(F.array_sort(F.collect_set("user"))),
        "EXPRESSION_NOT_DETERMINISTIC (collect_set)",
    ),
    "a set of values in a window": (
        lambda plays, _: plays.select(F.collect_list("day").over(by_user())),
        "EXPRESSION_NOT_DETERMINISTIC (collect_list)",
    ),
    "any value of a group": (
        lambda plays, _: plays.groupBy("day").agg(F.first("user")),
        "EXPRESSION_NOT_DETERMINISTIC (first)",
    ),
    "a value that ties make arbitrary": (
        lambda plays, _: plays.groupBy("day").agg(F.max_by("user", "seconds")),
        "EXPRESSION_NOT_DETERMINISTIC (max_by)",
    ),
    "chance": (
        lambda plays, _: plays.where(F.rand() < 0.5),
        "EXPRESSION_NOT_DETERMINISTIC (rand)",
    ),
    "the current time": (
        lambda plays, _: plays.where("day < current_date()"),
        "EXPRESSION_NOT_DETERMINISTIC (current time)",
    ),
    "a function in Python that declares to be non-deterministic": (
        lambda plays, _: plays.select(F.udf(len, "int").asNondeterministic()("user")),
        "UDF_NOT_DETERMINISTIC (len)",
    ),
    "a query within a query": (
        lambda plays, users: plays.where(F.col("user").isin(users.select("user"))),
        "SUBQUERY_EXPRESSION_NOT_INCREMENTALIZABLE",
    ),
    "a grouping of groups": (
        lambda plays, _: plays.groupBy("day", "user").count().groupBy("day").count(),
        "AGGREGATE_NOT_TOP_NODE",
    ),
    "a join of groups": (
        lambda plays, users: plays.groupBy("user").count().join(users, "user"),
        "AGGREGATE_NOT_TOP_NODE",
    ),
    "a rank of groups": (
        lambda plays, _: (
            plays.groupBy("user", "day").count().withColumn("rank", F.rank().over(by_user()))
        ),
        "AGGREGATE_NOT_TOP_NODE",
    ),
    "columns computed from groups": (
        lambda plays, _: plays.groupBy("user").count().select(F.col("count") + 1),
        "AGGREGATE_NOT_TOP_NODE",
    ),
    "a grouping over windows": (
        lambda plays, _: plays.withColumn("r", F.rank().over(by_user())).groupBy("r").count(),
        "WINDOW_FUNCTION_NOT_TOP_LEVEL",
    ),
    "a running sum over everything": (
        lambda plays, _: plays.select(F.sum("seconds").over(Window.orderBy("day"))),
        "WINDOW_WITHOUT_PARTITION_BY",
    ),
    "exploded arrays": (
        lambda plays, _: plays.select(F.explode(F.split("user", ","))),
        "OPERATOR_NOT_INCREMENTALIZABLE (Generate)",
    ),
    "the first rows": (
        lambda plays, _: plays.limit(1),
        "OPERATOR_NOT_INCREMENTALIZABLE (GlobalLimit)",
    ),
    "rows without partner": (
        lambda plays, users: plays.join(users, "user", "anti"),
        "OPERATOR_NOT_INCREMENTALIZABLE (LeftAnti join)",
    ),
}


@pytest.mark.parametrize("case", IMPOSSIBLE)
def test_obstacles_have_the_names_that_databricks_gives_them(
    inputs: tuple[DataFrame, DataFrame], case: str
) -> None:
    query, obstacle = IMPOSSIBLE[case]
    assert obstacle in incremental_refresh(query(*inputs)).obstacles
