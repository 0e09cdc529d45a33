"""Materialized views: rebuilt when something they depend on changed, and only then."""

import pytest

NOTEBOOK = """
# The unit of the totals.
UNIT = 1


def total(rows: DataFrame) -> DataFrame:
    return rows.agg((F.sum("amount") * UNIT).alias("total"))


@dp.table(name="sales")
@dp.expect_or_drop("valid", "amount > 0")
def sales() -> DataFrame:
    return spark.readStream.schema("amount INT").json(spark.conf.get("events"))


@dp.materialized_view(name="totals", cluster_by=["total"])
def totals() -> DataFrame:
    return total(spark.read.table("sales")).withColumn("shop", F.lit(spark.conf.get("shop", "?")))


@dp.materialized_view(name="others")
def others() -> DataFrame:
    return spark.range(3)
"""
DATASETS = {
    "sales": ("streaming_table", {}),
    "totals": ("materialized_view", {"sales": "batch"}),
    "others": ("materialized_view", {}),
}


@pytest.fixture
def shop(pipeline):
    pipeline.define(NOTEBOOK, DATASETS)
    pipeline.arrive({"amount": 1}, {"amount": 2})
    result = pipeline.update()
    assert result.flows["totals"]["rowsIn"] == 2
    assert pipeline.rows("totals") == [(3, "?")]
    return pipeline


def redefine(shop, old, new):
    assert old in NOTEBOOK
    shop.define(NOTEBOOK.replace(old, new), DATASETS)


def test_nothing_changed_nothing_rebuilt(shop):
    version = shop.version("totals")
    redefine(shop, "# The unit of the totals.", "# A comment changes nothing.")
    assert shop.update().statuses["totals"] == "SKIPPED"
    assert shop.version("totals") == version


def test_new_rows_rebuild_it_and_only_what_reads_them(shop):
    shop.arrive({"amount": 4})
    statuses = shop.update().statuses
    assert (statuses["totals"], statuses["others"]) == ("COMPLETED", "SKIPPED")
    assert shop.rows("totals") == [(7, "?")]


def test_an_empty_micro_batch_of_an_input_does_not_count(shop):
    version = shop.version("sales")
    shop.arrive({"amount": -1})
    statuses = shop.update().statuses
    assert shop.version("sales") == version + 1
    assert statuses == {"sales": "COMPLETED", "totals": "SKIPPED", "others": "SKIPPED"}


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("UNIT = 1", "UNIT = 100", [(300, "?")]),
        ('F.sum("amount")', 'F.max("amount")', [(2, "?")]),
        (
            'total(spark.read.table("sales"))',
            'total(spark.read.table("sales").limit(0))',
            [(None, "?")],
        ),
        ('.alias("total"))', '.cast("string").alias("total"))', [("3", "?")]),
    ],
    ids=["a constant", "a helper function", "its function", "its schema"],
)
def test_changed_code_rebuilds_it(shop, old, new, rows):
    redefine(shop, old, new)
    statuses = shop.update().statuses
    assert (statuses["totals"], statuses["others"]) == ("COMPLETED", "SKIPPED")
    assert shop.rows("totals") == rows


def test_a_changed_setting_rebuilds_what_reads_it(shop):
    statuses = shop.update(shop="Bern").statuses
    assert (statuses["totals"], statuses["others"]) == ("COMPLETED", "SKIPPED")
    assert shop.rows("totals") == [(3, "Bern")]
    assert shop.update(shop="Bern").statuses["totals"] == "SKIPPED"


def test_a_view_of_the_present_time_is_always_rebuilt(shop):
    redefine(shop, "spark.range(3)", 'spark.range(3).withColumn("at", F.current_timestamp())')
    assert shop.update().statuses["others"] == "COMPLETED"
    assert shop.update().statuses["others"] == "COMPLETED"
