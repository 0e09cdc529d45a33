"""A table and its quarantine: filled in one pass, and together always all rows."""

NOTEBOOK = """
RULES = {"sane": "coalesce((celsius < 60), false)", "named": "coalesce((name <> ''), false)"}
WARNINGS = {"warm": "coalesce((celsius > 0), false)"}


@dp.table(name="raw")
def raw() -> DataFrame:
    schema = "id INT, celsius INT, name STRING"
    return spark.readStream.schema(schema).json(spark.conf.get("events"))


def doubled(rows: DataFrame) -> DataFrame:
    return rows.withColumn("twice", F.col("celsius") * 2)


@dp.table(name="readings")
@dp.expect_all(WARNINGS)
@dp.expect_all_or_drop(RULES)
def readings() -> DataFrame:
    return doubled(spark.readStream.table("raw"))


@dp.table(name="readings_quarantine")
def readings_quarantine() -> DataFrame:
    rows = doubled(spark.readStream.table("raw"))
    rules = {**RULES, **WARNINGS}
    failed = F.array(*[F.when(~F.expr(rule), F.lit(name)) for name, rule in rules.items()])
    rejected = rows.where(" OR ".join(f"NOT {rule}" for rule in RULES.values()))
    return rejected.withColumn("failed_expectations", F.array_compact(failed))
"""
DATASETS = {
    "raw": ("streaming_table", {}),
    "readings": ("streaming_table", {"raw": "stream"}),
    "readings_quarantine": ("streaming_table", {"raw": "stream"}),
}
FIRST = [
    {"id": 1, "celsius": 20, "name": "a"},
    {"id": 2, "celsius": 99, "name": "a"},
    {"id": 3, "celsius": -5, "name": ""},
    {"id": 4, "celsius": -5, "name": "a"},
    {"id": 5, "celsius": None, "name": None},
]
REJECTED = [
    (2, 99, "a", 198, ["sane"]),
    (3, -5, "", -10, ["named", "warm"]),
    (5, None, None, None, ["sane", "named", "warm"]),
]


def define(pipeline):
    pipeline.define(NOTEBOOK, DATASETS, quarantines={"readings": "readings_quarantine"})


def rejected(pipeline):
    return [(*row[:4], sorted(row[4])) for row in pipeline.rows("readings_quarantine")]


def as_sets(rows):
    return [(*row[:4], sorted(row[4])) for row in rows]


def test_both_are_filled_from_one_pass_and_together_have_every_row(pipeline):
    define(pipeline)
    pipeline.arrive(*FIRST)
    flows = pipeline.update().flows
    assert [row[0] for row in pipeline.rows("readings")] == [1, 4]
    assert rejected(pipeline) == as_sets(REJECTED)
    assert flows["readings"]["rejected"] == {"sane": 2, "named": 2}
    assert flows["readings"]["warned"] == {"warm": 3}
    assert (flows["readings"]["rowsIn"], flows["readings"]["rowsOut"]) == (5, 2)
    quarantine = flows["readings_quarantine"]
    assert (quarantine["status"], quarantine["rowsIn"], quarantine["rowsOut"]) == (
        "COMPLETED",
        5,
        3,
    )
    assert quarantine["seconds"] == 0


def test_a_quarantine_that_is_not_in_step_is_filled_by_its_own_function(pipeline):
    define(pipeline)
    pipeline.arrive(*FIRST)
    pipeline.update()
    flows = pipeline.update(["readings_quarantine"]).flows
    assert (flows["readings"]["status"], flows["readings_quarantine"]["rowsOut"]) == ("SKIPPED", 3)
    assert rejected(pipeline) == as_sets(REJECTED)
    pipeline.arrive({"id": 6, "celsius": 70, "name": "b"})
    assert pipeline.update().flows["readings_quarantine"]["rowsOut"] == 1
    assert len(pipeline.rows("raw")) == 6
    assert len(pipeline.rows("readings")) + len(pipeline.rows("readings_quarantine")) == 6


def test_a_table_that_fails_does_not_keep_its_quarantine_from_its_rows(pipeline):
    failing = NOTEBOOK.replace("@dp.expect_all(WARNINGS)", "@dp.expect_all_or_fail(WARNINGS)")
    pipeline.define(failing, DATASETS, quarantines={"readings": "readings_quarantine"})
    pipeline.arrive(*FIRST)
    result = pipeline.update()
    assert result.statuses["readings"] == "FAILED"
    assert pipeline.rows("readings") == []
    assert rejected(pipeline) == as_sets(REJECTED)
