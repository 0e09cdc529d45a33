"""The graph: notebooks and manifest agree, and what is removed, added or unknown is told."""

import pytest

NOTEBOOK = """
@dp.materialized_view(name="numbers")
def numbers() -> DataFrame:
    return spark.range(3)


@dp.temporary_view(name="even")
def even() -> DataFrame:
    return spark.read.table("numbers").where("id % 2 = 0")


@dp.materialized_view(name="sums")
def sums() -> DataFrame:
    return spark.read.table("even").agg(F.sum("id").alias("total"))
"""
DATASETS = {
    "sums": ("materialized_view", {"even": "batch"}),
    "even": ("temporary_view", {"numbers": "batch"}),
    "numbers": ("materialized_view", {}),
}
VIEWS = """
-- COMMAND ----------

CREATE VIEW many (n COMMENT 'A number') COMMENT 'All but; the least' AS
WITH large AS (SELECT * FROM numbers WHERE id > 0)
SELECT id FROM large
"""


def test_datasets_run_after_their_inputs_whatever_the_order_in_the_manifest(pipeline):
    pipeline.define(NOTEBOOK, DATASETS)
    result = pipeline.update()
    assert result.events[0]["datasets"] == ["numbers", "sums"]
    assert pipeline.rows("sums") == [(2,)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"sums": ("materialized_view", {"numbers": "batch"})},
            "reads 'even' (batch), which lineage.json does not say",
        ),
        (
            {"numbers": ("streaming_table", {})},
            "as materialized_view, lineage.json as streaming_table",
        ),
        (
            {"more": ("streaming_table", {})},
            "lineage.json lists 'more', which no notebook defines",
        ),
        (
            {"numbers": ("materialized_view", {"sums": "batch"})},
            "cycle: sums -> even -> numbers -> sums",
        ),
    ],
)
def test_a_manifest_of_another_synthesis_is_an_error(pipeline, change, told):
    pipeline.define(NOTEBOOK, {**DATASETS, **change})
    assert told in pipeline.update().problem


def test_an_unknown_table_is_an_error_with_its_line(pipeline):
    pipeline.define(NOTEBOOK.replace('table("even")', 'table("evne")'), DATASETS)
    assert "there is no dataset 'evne'" in pipeline.update().problem
    assert "Did you mean 'even'?" in pipeline.update().problem


def test_a_removed_dataset_keeps_its_table_and_is_told_once(pipeline):
    pipeline.define(NOTEBOOK, DATASETS)
    pipeline.update()
    without = NOTEBOOK[: NOTEBOOK.index('@dp.materialized_view(name="sums")')]
    pipeline.define(without, {name: DATASETS[name] for name in ("even", "numbers")})
    result = pipeline.update()
    assert "no longer part of the platform" in result.flows["sums"]["message"]
    assert result.events[0]["datasets"] == ["numbers"]
    assert pipeline.rows("sums") == [(2,)]
    assert "sums" not in pipeline.update().flows
    pipeline.define(NOTEBOOK, DATASETS)
    assert pipeline.update().statuses["sums"] == "SKIPPED"


def test_a_published_view_is_checked_and_can_be_read_in_notebooks(pipeline):
    notebook = NOTEBOOK.replace('table("even")', 'table("many")').replace(
        'F.sum("id")', 'F.sum("n")'
    )
    datasets = {
        **DATASETS,
        "many": ("published_view", {"numbers": "batch"}),
        "sums": ("materialized_view", {"many": "batch"}),
    }
    pipeline.define(notebook, datasets, VIEWS)
    assert pipeline.update().succeeded
    assert pipeline.rows("sums") == [(3,)]
    # Its text is part of the code of what reads it.
    pipeline.define(notebook, datasets, VIEWS.replace("id > 0", "id > 1"))
    assert pipeline.update().statuses["sums"] == "COMPLETED"
    assert pipeline.rows("sums") == [(2,)]
    pipeline.define(notebook, datasets, VIEWS.replace("SELECT id FROM", "SELECT idd FROM"))
    result = pipeline.update()
    assert "idd" in result.problem
    assert result.statuses["sums"] == "EXCLUDED"


def test_the_event_log_has_the_shape_of_databricks(pipeline):
    notebook = NOTEBOOK.replace("def numbers", '@dp.expect_or_drop("small", "id < 2")\ndef numbers')
    pipeline.define(notebook, DATASETS)
    update = pipeline.update().events[-1]["updateId"]
    log = pipeline.table("event_log_small")
    rows = log.where("event_type = 'flow_progress'").selectExpr(
        "origin.dataset_name",
        "level",
        "get_json_object(details, '$.flow_progress.status') AS status",
        "get_json_object(details, '$.flow_progress.metrics.num_output_rows') AS written",
        "get_json_object(details, '$.flow_progress.data_quality.dropped_records') AS dropped",
        "get_json_object(details, '$.flow_progress.data_quality.expectations') AS expectations",
    )
    found = [
        tuple(row) for row in rows.where("status = 'COMPLETED'").orderBy("dataset_name").collect()
    ]
    assert found == [
        (
            "numbers",
            "INFO",
            "COMPLETED",
            "2",
            "1",
            '[{"name":"small","dataset":"numbers","passed_records":2,"failed_records":1}]',
        ),
        ("sums", "INFO", "COMPLETED", "1", "0", "[]"),
    ]
    assert {row[0] for row in log.select("origin.update_id").collect()} == {update}
    types = {row[0] for row in log.select("event_type").collect()}
    assert types == {
        "create_update",
        "flow_definition",
        "flow_progress",
        "planning_information",
        "update_progress",
    }
    pipeline.define("1 / 0", DATASETS)
    pipeline.update()
    errors = pipeline.table("event_log_small").where("level = 'ERROR'").collect()
    assert len(errors) == 1
