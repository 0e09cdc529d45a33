"""Full refresh: what is recomputed, what is kept, and what is refused."""

import pytest

NOTEBOOK = """
def read(folder: str) -> DataFrame:
    return spark.readStream.schema("id INT").json(spark.conf.get(folder))


@dp.table(name="raw", table_properties={"pipelines.reset.allowed": "false"})
def raw() -> DataFrame:
    return read("events")


@dp.table(name="bronze")
def bronze() -> DataFrame:
    return spark.readStream.table("raw")


@dp.table(name="silver")
def silver() -> DataFrame:
    return spark.readStream.table("bronze")


@dp.materialized_view(name="gold")
def gold() -> DataFrame:
    return spark.read.table("silver").agg(F.sum("id").alias("total"))
"""
DATASETS = {
    "raw": ("streaming_table", {}),
    "bronze": ("streaming_table", {"raw": "stream"}),
    "silver": ("streaming_table", {"bronze": "stream"}),
    "gold": ("materialized_view", {"silver": "batch"}),
}


@pytest.fixture
def built(pipeline):
    pipeline.define(NOTEBOOK, DATASETS)
    pipeline.arrive({"id": 1})
    assert pipeline.update().succeeded
    return pipeline


def test_of_all_keeps_tables_that_may_not_be_reset_and_says_so(built):
    (built.source() / "00001.json").unlink()
    built.arrive({"id": 2})
    result = built.update("all")
    assert result.succeeded
    assert "kept its rows" in result.flows["raw"]["message"]
    assert built.rows("raw") == built.rows("silver") == [(1,), (2,)]
    assert result.flows["silver"]["rowsIn"] == 2
    assert built.rows("gold") == [(3,)]


def test_of_tables_fills_them_again_from_their_sources(built):
    result = built.update(["bronze", "silver"])
    assert result.succeeded
    assert result.statuses["raw"] == "SKIPPED"
    assert built.rows("silver") == [(1,)]


def test_of_a_materialized_view_rebuilds_it(built):
    result = built.update(["gold"])
    assert result.statuses["gold"] == "COMPLETED"
    assert result.statuses["silver"] == "SKIPPED"


def test_of_an_unknown_dataset_lists_the_known_ones(built):
    problem = built.update(["golt"]).problem
    assert "'golt'" in problem
    assert "known: bronze, gold, raw, silver" in problem
    assert "Did you mean 'gold'?" in problem


def test_a_table_deleted_by_hand_is_filled_again(built):
    import shutil

    shutil.rmtree(built.state.table("silver"))
    assert built.update().succeeded
    assert built.rows("silver") == [(1,)]
