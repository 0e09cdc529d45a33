"""The event log says of a flow what Databricks would: its queries must read both."""

NOTEBOOK = """
@dp.table
def orders():
    return (
        spark.readStream.format("json")
        .schema("id INT")
        .load(spark.conf.get("events"))
    )


@dp.materialized_view
def totals():
    return spark.read.table("orders").agg(F.sum("id").alias("total"))


@dp.materialized_view
def doubled():
    return spark.read.table("totals").select((F.col("total") * 2).alias("total"))
"""
VIEWS = """
-- COMMAND ----------

CREATE OR REPLACE VIEW latest AS SELECT total FROM totals
"""
DATASETS = {
    "orders": ("streaming_table", {}),
    "totals": ("materialized_view", {"orders": "batch"}),
    "doubled": ("materialized_view", {"totals": "batch"}),
    "latest": ("published_view", {"totals": "batch"}),
}


def statuses(pipeline, update, log="small"):
    """The last status of each flow of an update, as the event log of a pipeline names it."""
    events = (
        pipeline.table(f"event_log_{log}")
        .where("event_type = 'flow_progress'")
        .where(f"origin.update_id = '{update.events[-1]['updateId']}'")
        .orderBy("timestamp")
        .selectExpr("origin.flow_name", "get_json_object(details, '$.flow_progress.status')")
    )
    return dict(tuple(row) for row in events.collect())


def test_a_flow_that_finds_nothing_new_has_completed(pipeline):
    pipeline.define(NOTEBOOK, DATASETS, VIEWS)
    pipeline.arrive({"id": 1})
    pipeline.update()
    quiet = pipeline.update()
    assert quiet.statuses["doubled"] == "SKIPPED"
    assert statuses(pipeline, quiet) == {
        "orders": "COMPLETED",
        "totals": "COMPLETED",
        "doubled": "COMPLETED",
    }


def test_a_flow_is_skipped_if_what_it_reads_has_failed(pipeline):
    failing = NOTEBOOK.replace("def totals", '@dp.expect_or_fail("small", "total < 9")\ndef totals')
    pipeline.define(failing, DATASETS, VIEWS)
    pipeline.arrive({"id": 9})
    failed = pipeline.update()
    assert failed.statuses["doubled"] == "EXCLUDED"
    assert statuses(pipeline, failed) == {
        "orders": "COMPLETED",
        "totals": "FAILED",
        "doubled": "SKIPPED",
    }


def test_each_pipeline_has_a_log_and_is_not_updated_after_one_that_has_failed(pipeline):
    pipeline.define(NOTEBOOK, DATASETS, VIEWS, second_pipeline=("totals", "doubled", "latest"))
    pipeline.arrive({"id": 1})
    first = pipeline.update()
    assert first.succeeded
    assert statuses(pipeline, first) == {"orders": "COMPLETED"}
    assert statuses(pipeline, first, "totals") == {"totals": "COMPLETED", "doubled": "COMPLETED"}

    failing = NOTEBOOK.replace("def orders", '@dp.expect_or_fail("small", "id < 9")\ndef orders')
    pipeline.define(failing, DATASETS, VIEWS, second_pipeline=("totals", "doubled", "latest"))
    pipeline.arrive({"id": 9})
    failed = pipeline.update()
    assert failed.statuses["totals"] == "EXCLUDED"
    assert (
        failed.flows["totals"]["message"] == "not run, because the update of pipeline small failed"
    )
    assert statuses(pipeline, failed) == {"orders": "FAILED"}
    assert statuses(pipeline, failed, "totals") == {}
