"""Errors name the line that the author wrote, not that of the generated notebook."""

import json
from pathlib import Path

EVENTS = """
@dp.table(name="events")
def events() -> DataFrame:
    return spark.readStream.schema("id INT, at STRING").json(spark.conf.get("events"))
"""
# The function begins in line 100 of the author's file, as the manifest says.
VIEW = """
# COMMAND ----------

ZERO = 0


@F.udf("int")
def {name}_by_zero(value: int) -> int:
    return value // ZERO


def of_{name}(events: DataFrame) -> DataFrame:
    rows = events.where("id > 0")
    return rows.select({column}.alias("value"))


# COMMAND ----------


@dp.materialized_view(name="{name}")
@dp.expect_all_or_fail({{"small": "value < 5"}})
def {name}() -> DataFrame:
    return of_{name}(spark.read.table("events"))
"""


def failures(pipeline, sql="", **columns):
    """Messages of an update by dataset, and the file with the whole texts."""
    views = "".join(VIEW.format(name=name, column=column) for name, column in columns.items())
    kinds = {name: ("materialized_view", {"events": "batch"}) for name in columns}
    if sql:
        kinds["latest"] = ("published_view", {"events": "batch"})
    pipeline.define(EVENTS + views, {"events": ("streaming_table", {}), **kinds}, sql)
    file = pipeline.artefacts / "lineage.json"
    manifest = json.loads(file.read_text())
    for dataset in manifest["datasets"]:
        name = dataset["name"]
        dataset["notebook"] = "small/bronze.py"
        if name in columns:
            transform = {"file": f"notebooks/{name}.py", "function": f"of_{name}", "line": 100}
            dataset["transform"] = transform
        if name == "latest":
            dataset["query"] = {"file": "notebooks/latest.sql"}
    file.write_text(json.dumps(manifest))
    pipeline.arrive({"id": 7, "at": "noon"})
    finished = pipeline.update().events[-1]
    return {problem["dataset"]: problem["message"] for problem in finished["problems"]}, finished


def test_while_queries_are_analysed(pipeline):
    messages, finished = failures(
        pipeline,
        "CREATE VIEW latest AS\nSELECT\n  max(idd) AS id\nFROM events",
        unknown='F.col("idd")',
        raising='{"a": "id"}["b"]',
        fine='F.col("id")',
    )
    assert set(messages) == {"unknown", "raising", "latest"}
    assert messages["unknown"].startswith(
        "notebooks/unknown.py:102: [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column, variable, or "
        "function parameter with name `idd` cannot be resolved. Did you mean"
    )
    assert "Project" not in messages["unknown"]
    assert messages["raising"] == "notebooks/raising.py:102: KeyError: 'b'"
    assert messages["latest"].startswith("notebooks/latest.sql:2: [UNRESOLVED_COLUMN")
    assert "Traceback (most recent call last)" in Path(finished["details"]).read_text()


def test_while_rows_are_computed(pipeline):
    messages, finished = failures(
        pipeline,
        divided='(F.col("id") / (F.col("id") - 7))',
        called='called_by_zero("id")',
        judged='F.col("id")',
        written='F.expr("id / 0")',
    )
    assert messages["divided"] == (
        "notebooks/divided.py:102: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate "
        "divisor being 0 and return NULL instead."
    )
    assert messages["called"] == (
        "notebooks/called.py:97: ZeroDivisionError: integer division or modulo by zero (in the "
        "Python function 'called_by_zero')"
    )
    assert messages["judged"].startswith(
        "notebooks/judged.py:100: expectation 'small' (value < 5) of judged failed for 1 of 1 rows"
    )
    assert messages["written"].startswith("notebooks/written.py:100: [DIVIDE_BY_ZERO]")
    assert messages["written"].endswith("(in 'id / 0')")
    assert "at org.apache.spark" in Path(finished["details"]).read_text()
