"""Expectations: what happens to rows that break a rule, and what is counted."""

READINGS = """
SCHEMA = "id INT, celsius INT"


@dp.table(name="readings")
{expectations}
def readings() -> DataFrame:
    events = spark.readStream.schema(SCHEMA).option("maxFilesPerTrigger", 1)
    return events.json(spark.conf.get("events"))


@dp.materialized_view(name="hottest")
def hottest() -> DataFrame:
    return spark.read.table("readings").agg(F.max("celsius").alias("celsius"))


@dp.materialized_view(name="hottest_again")
def hottest_again() -> DataFrame:
    return spark.read.table("hottest")


@dp.table(name="others")
def others() -> DataFrame:
    return spark.readStream.schema(SCHEMA).json(spark.conf.get("others"))
"""
DATASETS = {
    "readings": ("streaming_table", {}),
    "hottest": ("materialized_view", {"readings": "batch"}),
    "hottest_again": ("materialized_view", {"hottest": "batch"}),
    "others": ("streaming_table", {}),
}
PLAUSIBLE = '{"plausible": "celsius < 60"}'


def define(pipeline, expectations):
    pipeline.define(READINGS.replace("{expectations}", expectations), DATASETS)
    pipeline.arrive({"id": 0, "celsius": 0}, source="others")


def test_warn_keeps_the_row_and_counts_it(pipeline):
    define(pipeline, f"@dp.expect_all({PLAUSIBLE})")
    pipeline.arrive({"id": 1, "celsius": 20}, {"id": 2, "celsius": 99})
    flow = pipeline.update().flows["readings"]
    assert pipeline.rows("readings") == [(1, 20), (2, 99)]
    assert (flow["warned"], flow["rejected"]) == ({"plausible": 1}, {})
    assert (flow["rowsIn"], flow["rowsOut"]) == (2, 2)


def test_drop_leaves_the_row_out_and_counts_it_over_all_micro_batches(pipeline):
    define(pipeline, f"@dp.expect_all_or_drop({PLAUSIBLE})")
    for number in range(5):
        pipeline.arrive({"id": number, "celsius": 20}, {"id": 100 + number, "celsius": 99})
    flow = pipeline.update().flows["readings"]
    assert pipeline.rows("readings") == [(number, 20) for number in range(5)]
    assert flow["rejected"] == {"plausible": 5}
    assert (flow["rowsIn"], flow["rowsOut"]) == (10, 5)


def test_a_rule_that_is_null_for_a_row_has_failed_for_it(pipeline):
    define(pipeline, f"@dp.expect_all_or_drop({PLAUSIBLE})")
    pipeline.arrive({"id": 1, "celsius": None}, {"id": 2, "celsius": 20})
    assert pipeline.update().flows["readings"]["rejected"] == {"plausible": 1}
    assert pipeline.rows("readings") == [(2, 20)]


def test_every_rule_counts_every_row_it_fails_for(pipeline):
    define(
        pipeline,
        '@dp.expect("positive", "celsius > 0")\n'
        '@dp.expect_or_drop("cool", "celsius < 60")\n'
        '@dp.expect_or_drop("numbered", "id IS NOT NULL")',
    )
    pipeline.arrive({"id": 1, "celsius": -5}, {"id": None, "celsius": 99}, {"id": 2, "celsius": 99})
    flow = pipeline.update().flows["readings"]
    assert flow["warned"] == {"positive": 1}
    assert flow["rejected"] == {"cool": 2, "numbered": 1}
    assert pipeline.rows("readings") == [(1, -5)]


def test_fail_stops_the_flow_and_everything_downstream_and_nothing_else(pipeline):
    define(pipeline, f"@dp.expect_all_or_fail({PLAUSIBLE})")
    pipeline.arrive({"id": 1, "celsius": 20})
    assert pipeline.update().succeeded
    before = {name: pipeline.version(name) for name in DATASETS}

    pipeline.arrive({"id": 2, "celsius": 30})
    pipeline.arrive({"id": 3, "celsius": 99}, {"id": 4, "celsius": 98}, {"id": 5, "celsius": 7})
    pipeline.arrive({"id": 9, "celsius": 9}, source="others")
    result = pipeline.update()

    assert result.statuses == {
        "readings": "FAILED",
        "hottest": "EXCLUDED",
        "hottest_again": "EXCLUDED",
        "others": "COMPLETED",
    }
    assert result.events[-1]["status"] == "FAILED"
    for part in ("'plausible'", "readings", "2 of 4 rows", '{"id":3,"celsius":99}'):
        assert part in result.problem
    assert pipeline.version("readings") == before["readings"]
    assert pipeline.rows("readings") == [(1, 20)]
    assert pipeline.rows("others") == [(0, 0), (9, 9)]
    assert "readings failed" in result.flows["hottest_again"]["message"]


def test_a_flow_that_failed_goes_on_where_it_stood_once_the_rule_is_right(pipeline):
    define(pipeline, f"@dp.expect_all_or_fail({PLAUSIBLE})")
    pipeline.arrive({"id": 1, "celsius": 99})
    assert not pipeline.update().succeeded
    define(pipeline, '@dp.expect_or_fail("plausible", "celsius < 100")')
    assert pipeline.update().succeeded
    assert pipeline.rows("readings") == [(1, 99)]
    assert pipeline.rows("hottest_again") == [(99,)]


def test_fail_is_not_hidden_by_a_drop_rule_on_the_same_row(pipeline):
    define(
        pipeline,
        f'@dp.expect_or_drop("numbered", "id IS NOT NULL")\n@dp.expect_all_or_fail({PLAUSIBLE})',
    )
    pipeline.arrive({"id": None, "celsius": 99})
    assert "1 of 1 rows" in pipeline.update().problem


def test_fail_leaves_a_materialized_view_as_it_was(pipeline):
    pipeline.define(
        """
        @dp.table(name="readings")
        def readings() -> DataFrame:
            events = spark.readStream.schema("id INT, celsius INT")
            return events.json(spark.conf.get("events"))


        @dp.materialized_view(name="hottest")
        @dp.expect_or_fail("plausible", "celsius < 60")
        def hottest() -> DataFrame:
            return spark.read.table("readings").agg(F.max("celsius").alias("celsius"))
        """,
        {
            "readings": ("streaming_table", {}),
            "hottest": ("materialized_view", {"readings": "batch"}),
        },
    )
    pipeline.arrive({"id": 1, "celsius": 20})
    pipeline.update()
    pipeline.arrive({"id": 2, "celsius": 99})
    result = pipeline.update()
    assert '1 of 1 rows, for example {"celsius":99}' in result.problem
    assert pipeline.rows("hottest") == [(20,)]
    # It is not forgotten that the view is behind its input.
    assert pipeline.update().statuses["hottest"] == "FAILED"


def test_expectations_on_a_temporary_view_hold_for_what_reads_it(pipeline):
    pipeline.define(
        """
        @dp.temporary_view(name="plausible_readings")
        @dp.expect_or_drop("plausible", "celsius < 60")
        def plausible_readings() -> DataFrame:
            events = spark.readStream.schema("id INT, celsius INT")
            return events.json(spark.conf.get("events"))


        @dp.table(name="readings")
        def readings() -> DataFrame:
            return spark.readStream.table("plausible_readings")
        """,
        {
            "plausible_readings": ("temporary_view", {}),
            "readings": ("streaming_table", {"plausible_readings": "stream"}),
        },
    )
    pipeline.arrive({"id": 1, "celsius": 20}, {"id": 2, "celsius": 99})
    assert pipeline.update().succeeded
    assert pipeline.rows("readings") == [(1, 20)]


def test_a_rule_that_spark_does_not_understand_is_told_before_anything_runs(pipeline):
    define(pipeline, '@dp.expect_or_drop("plausible", "kelvin < 333")')
    pipeline.arrive({"id": 1, "celsius": 20})
    result = pipeline.update()
    assert "expectation 'plausible' (kelvin < 333)" in result.problem
    assert result.statuses["others"] == "EXCLUDED"
