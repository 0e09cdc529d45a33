"""Streaming tables: each row once, new rows only, and what may change between updates."""

import pytest

COPY = """
@dp.table(name="events"{table})
def events() -> DataFrame:
    {body}


@dp.table(name="copies")
def copies() -> DataFrame:
    return spark.readStream.table("events")
"""
READ = 'return spark.readStream.schema("id INT, v STRING").json(spark.conf.get("events"))'
DATASETS = {
    "events": ("streaming_table", {}),
    "copies": ("streaming_table", {"events": "stream"}),
}


def define(pipeline, body=READ, table=""):
    pipeline.define(COPY.replace("{body}", body).replace("{table}", table), DATASETS)


def test_only_new_rows_are_read_and_nothing_is_done_without_any(pipeline):
    define(pipeline)
    pipeline.arrive({"id": 1, "v": "a"})
    pipeline.update()
    pipeline.arrive({"id": 2, "v": "b"})
    flows = pipeline.update().flows
    assert (flows["copies"]["rowsIn"], flows["copies"]["rowsOut"]) == (1, 1)
    versions = pipeline.version("events"), pipeline.version("copies")
    result = pipeline.update()
    assert result.flows["copies"]["status"] == "SKIPPED"
    assert result.flows["copies"]["message"] == "no new rows in events"
    assert (pipeline.version("events"), pipeline.version("copies")) == versions
    assert pipeline.rows("copies") == [(1, "a"), (2, "b")]


def test_empty_sources_give_empty_tables(pipeline):
    define(pipeline)
    result = pipeline.update()
    assert result.succeeded
    assert pipeline.rows("copies") == []


def test_the_declared_schema_is_the_tables_with_comments_properties_and_clustering(pipeline):
    define(
        pipeline,
        table=""", comment="What happened.", cluster_by=["id"],
    table_properties={"quality": "it's raw"},
    schema="v STRING COMMENT 'The ''value''', id INT" """,
    )
    pipeline.arrive({"id": 1, "v": "a"})
    assert pipeline.update().succeeded
    fields = pipeline.table("events").schema.fields
    assert [(f.name, f.dataType.simpleString(), f.metadata.get("comment")) for f in fields] == [
        ("v", "string", "The 'value'"),
        ("id", "int", None),
    ]
    detail = pipeline.session.sql(f"DESCRIBE DETAIL delta.`{pipeline.state.table('events')}`")
    described = detail.collect()[0]
    assert described["description"] == "What happened."
    assert described["properties"]["quality"] == "it's raw"
    assert described["properties"]["clusteringColumns"] == '[["id"]]'
    define(pipeline, table=', comment="Changed.", schema="v STRING, id INT"')
    pipeline.update()
    described = detail.sparkSession.sql(
        f"DESCRIBE DETAIL delta.`{pipeline.state.table('events')}`"
    ).collect()[0]
    assert described["description"] == "Changed."
    assert "quality" not in described["properties"]
    assert described["clusteringColumns"] == []


@pytest.mark.parametrize(
    ("schema", "told"),
    [
        ("id BIGINT, v STRING", "column 'id' is declared BIGINT but the rows have INT"),
        ("id INT, v STRING, w INT", "column 'w' is declared but the rows do not have it"),
        ("id INT", "column 'v' is not declared"),
        ("id INTEGRE", "its schema is not valid DDL"),
    ],
)
def test_rows_that_do_not_match_the_declared_schema_are_an_error(pipeline, schema, told):
    define(pipeline, table=f', schema="{schema}"')
    result = pipeline.update()
    assert told in result.problem
    assert result.statuses == {"events": "FAILED", "copies": "EXCLUDED"}


def test_changed_code_applies_to_new_rows_and_a_new_column_is_added(pipeline):
    define(pipeline)
    pipeline.arrive({"id": 1, "v": "a"})
    pipeline.update()
    define(pipeline, body=READ + '.withColumn("twice", F.col("id") * 2)')
    pipeline.arrive({"id": 2, "v": "b"})
    assert pipeline.update().succeeded
    assert pipeline.rows("copies") == [(1, "a", None), (2, "b", 4)]


def test_an_incompatible_schema_names_the_full_refresh(pipeline):
    define(pipeline)
    pipeline.arrive({"id": 1, "v": "a"})
    pipeline.update()
    define(pipeline, body=READ + '.withColumn("id", F.col("id").cast("string"))')
    result = pipeline.update()
    assert "column 'id' changes from INT to STRING" in result.problem
    assert "--full-refresh events" in result.problem
    assert pipeline.update(["events", "copies"]).succeeded
    assert pipeline.rows("copies") == [("1", "a")]


def test_another_source_asks_for_a_full_refresh(pipeline):
    define(pipeline)
    pipeline.arrive({"id": 1, "v": "a"})
    pipeline.update()
    define(pipeline, body=READ.replace('"events"', '"others"'))
    assert "--full-refresh events" in pipeline.update().problem


def test_a_materialized_view_cannot_be_read_as_a_stream(pipeline):
    pipeline.define(
        """
        @dp.materialized_view(name="one")
        def one() -> DataFrame:
            return spark.range(1)


        @dp.table(name="copies")
        def copies() -> DataFrame:
            return spark.readStream.table("one")
        """,
        {"one": ("materialized_view", {}), "copies": ("streaming_table", {"one": "stream"})},
    )
    assert "'one' cannot be read as a stream" in pipeline.update().problem
