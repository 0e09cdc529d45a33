"""The contract of each dataset, as its manifest states it, against what Spark says."""

import json
import re
from datetime import datetime, timezone
from typing import Any

import pytest
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import _parse_datatype_string

Datasets = dict[str, dict[str, Any]]
Schema = list[tuple[str, str]]


@pytest.fixture(scope="session")
def computed(
    pipeline: Any, empty_tables: dict[str, DataFrame], no_messages: DataFrame
) -> dict[str, DataFrame]:
    """What each dataset's function makes of inputs that have no rows."""
    return {name: pipeline.rows(name, empty_tables, no_messages)[0] for name in pipeline.queries}


def declared_schema(dataset: dict[str, Any]) -> Schema:
    columns = [(column["name"], column["type"]) for column in dataset["columns"]]
    return [(name, _parse_datatype_string(type_).simpleString()) for name, type_ in columns]


def schema(rows: DataFrame) -> Schema:
    return [(column.name, column.dataType.simpleString()) for column in rows.schema]


def test_every_dataset_but_cdc_targets_and_published_views_has_a_function(
    datasets: Datasets, pipeline: Any
) -> None:
    others = {"auto_cdc_table", "published_view"}
    expected = {name for name, dataset in datasets.items() if dataset["kind"] not in others}
    assert set(pipeline.queries) == expected


def test_functions_return_the_declared_columns(
    datasets: Datasets, computed: dict[str, DataFrame]
) -> None:
    assert {name: schema(rows) for name, rows in computed.items()} == {
        name: declared_schema(datasets[name]) for name in computed
    }


def test_tables_are_created_with_the_declared_columns(datasets: Datasets, pipeline: Any) -> None:
    created = {
        call.named_arguments["name"]: call.named_arguments["schema"]
        for call in pipeline.calls
        if "schema" in call.named_arguments
    }
    without_table = {"temporary_view", "published_view"}
    assert {name: schema_of_ddl(ddl) for name, ddl in created.items()} == {
        name: declared_schema(dataset)
        for name, dataset in datasets.items()
        if dataset["kind"] not in without_table
    }


def test_tables_are_created_with_the_declared_comments(datasets: Datasets, pipeline: Any) -> None:
    for call in pipeline.calls:
        if "schema" not in call.named_arguments:
            continue
        dataset = datasets[call.named_arguments["name"]]
        parsed = _parse_datatype_string(call.named_arguments["schema"])
        assert [column.metadata.get("comment") for column in parsed] == [
            column["comment"] for column in dataset["columns"]
        ]
        assert call.named_arguments["comment"] == dataset["comment"]


def schema_of_ddl(ddl: str) -> Schema:
    return [(column.name, column.dataType.simpleString()) for column in _parse_datatype_string(ddl)]


def test_functions_read_what_the_manifest_says(
    datasets: Datasets,
    pipeline: Any,
    empty_tables: dict[str, DataFrame],
    no_messages: DataFrame,
) -> None:
    for name in pipeline.queries:
        _, read = pipeline.rows(name, empty_tables, no_messages)
        inputs = [(source["dataset"], source["read"]) for source in datasets[name]["inputs"]]
        topic = datasets[name].get("topic")
        assert (name, read.tables) == (name, inputs)
        assert (name, read.topics) == (name, [topic] if topic else [])


def test_a_cdc_table_has_the_columns_of_its_changes_and_when_each_version_held(
    datasets: Datasets,
) -> None:
    for dataset in datasets.values():
        if dataset["kind"] != "auto_cdc_table":
            continue
        cdc = dataset["cdc"]
        (source,) = dataset["inputs"]
        changes = declared_schema(datasets[source["dataset"]])
        sequence_type = dict(changes)[cdc["sequenceBy"]]
        kept = [column for column in changes if column[0] not in cdc.get("exceptColumns", [])]
        history = [("__START_AT", sequence_type), ("__END_AT", sequence_type)]
        assert declared_schema(dataset) == kept + (history if cdc["scdType"] == 2 else [])


def test_published_views_have_the_declared_columns(
    spark: SparkSession,
    datasets: Datasets,
    pipeline: Any,
    empty_tables: dict[str, DataFrame],
) -> None:
    declared = {
        name: declared_schema(dataset)
        for name, dataset in datasets.items()
        if dataset["kind"] == "published_view"
    }
    found = {}
    for name, rows in empty_tables.items():
        if name not in declared:
            rows.createOrReplaceTempView(name)
    for notebook in pipeline.sql_notebooks:
        # A view that stays needs tables that stay; a temporary one differs in this word only.
        text = re.sub(r"^CREATE VIEW", "CREATE TEMPORARY VIEW", notebook.read_text(), flags=re.M)
        for statement in text.split(";"):
            if view := re.search(r"^CREATE TEMPORARY VIEW (\w+)", statement, flags=re.M):
                spark.sql(statement)
                found[view[1]] = schema(spark.table(view[1]))
    for view in spark.catalog.listTables():
        spark.catalog.dropTempView(view.name)
    assert found == declared


def test_rules_are_conditions_on_the_declared_columns(
    datasets: Datasets, empty_tables: dict[str, DataFrame]
) -> None:
    checked = 0
    for name, dataset in datasets.items():
        rules = [F.expr(expectation["rule"]) for expectation in dataset["expectations"]]
        types = [type_ for _, type_ in schema(empty_tables[name].select(rules))]
        assert (name, types) == (name, ["boolean"] * len(rules))
        checked += len(rules)
    assert checked > 0


def test_no_rule_is_ever_unknown(unknown_rows: dict[str, DataFrame], datasets: Datasets) -> None:
    checked = 0
    for name, dataset in datasets.items():
        if rules := [F.expr(expectation["rule"]) for expectation in dataset["expectations"]]:
            (row,) = unknown_rows[name].select(rules).collect()
            # A row contains names of columns; its values are in a tuple of it.
            answers = tuple(row)
            assert None not in answers, f"{name}: {answers}"
            checked += len(answers)
    assert checked > 0


def test_the_notebooks_hold_the_rules_that_the_manifest_has(
    datasets: Datasets, pipeline: Any
) -> None:
    actions = {"warn": "expect_all", "drop": "expect_all_or_drop", "fail": "expect_all_or_fail"}
    in_manifest = [
        (actions[expectation["action"]], expectation["name"], expectation["rule"])
        for dataset in datasets.values()
        for expectation in dataset["expectations"]
    ]
    in_notebooks = []
    for call in pipeline.calls:
        rules = [*call.arguments] if call.function in actions.values() else []
        for rule_set in rules:
            in_notebooks += [(call.function, name, rule) for name, rule in rule_set.items()]
        in_notebooks += [
            (function, name, rule)
            for function in actions.values()
            for name, rule in call.named_arguments.get(function, {}).items()
        ]
    assert sorted(in_notebooks) == sorted(in_manifest)


SAMPLES = {
    "BIGINT": 1541073600123,
    "INT": 200,
    "DOUBLE": 277.89016,
    "BOOLEAN": True,
    "STRING": "text",
}


def test_raw_tables_take_every_field_of_a_message_and_keep_the_message(
    spark: SparkSession, datasets: Datasets, pipeline: Any
) -> None:
    for name, dataset in datasets.items():
        if dataset["kind"] != "kafka_stream":
            continue
        fields = {c["name"]: SAMPLES[c["type"]] for c in dataset["columns"][6:-1]}
        payload = json.dumps(fields)
        (row,) = pipeline.rows(name, {}, arriving(spark, payload))[0].collect()
        assert row.asDict() == {
            "kafka_timestamp": row.kafka_timestamp,
            "kafka_topic": "songs",
            "kafka_partition": 1,
            "kafka_offset": 42,
            "kafka_key": "7",
            "value": payload,
            **fields,
            "unknown_fields": [],
        }


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "no JSON",
        '{"ts":',
        "[1]",
        "null",
        '{"ts":{}}',
        "{}",
        '{"ts":"1541073600123"}',
        "{'ts':1541073600123,'userId':7}",
    ],
)
def test_raw_tables_keep_messages_that_they_cannot_read(
    spark: SparkSession, pipeline: Any, payload: str
) -> None:
    row = raw_page_view(spark, pipeline, payload)
    assert (row.value, row.ts, row.userId) == (payload, None, None)


def test_a_field_that_is_mistyped_costs_only_itself(spark: SparkSession, pipeline: Any) -> None:
    row = raw_page_view(spark, pipeline, '{"ts":1541073600123,"userId":7,"status":"OK"}')
    assert (row.ts, row.userId, row.status) == (1541073600123, "7", None)


def test_identifiers_are_text_whether_they_come_as_numbers_or_not(
    spark: SparkSession, pipeline: Any
) -> None:
    row = raw_page_view(spark, pipeline, '{"userId":7,"sessionId":"7"}')
    assert (row.userId, row.sessionId) == ("7", "7")


@pytest.mark.parametrize(
    ("payload", "unknown"),
    [
        ("{}", []),
        ('{"ts":1541073600123,"userId":7}', []),
        ('{"zone":1,"ts":1541073600123,"device":{"os":"iOS"},"zone":2}', ["device", "zone"]),
        ('{"TS":1541073600123,"user.id":7,"":null}', ["", "TS", "user.id"]),
        ("[1]", None),
        ("no JSON", None),
        ("", None),
    ],
)
def test_raw_tables_name_the_fields_that_they_do_not_know(
    spark: SparkSession, pipeline: Any, payload: str, unknown: list[str] | None
) -> None:
    assert raw_page_view(spark, pipeline, payload).unknown_fields == unknown


def raw_page_view(spark: SparkSession, pipeline: Any, payload: str) -> Row:
    rows, _ = pipeline.rows("raw_page_view_events", {}, arriving(spark, payload))
    return rows.collect()[0]


def arriving(spark: SparkSession, payload: str) -> DataFrame:
    """A message as Spark's Kafka reader delivers it."""
    arrival = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
    message = (b"7", payload.encode(), "songs", 1, 42, arrival, 0)
    return spark.createDataFrame(
        [message],
        "key BINARY, value BINARY, topic STRING, partition INT, offset BIGINT,"
        " timestamp TIMESTAMP, timestampType INT",
    )
