"""The contract of each dataset in the manifest, against the generated notebooks and Spark."""

import json
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import _parse_datatype_string

Datasets = dict[str, dict[str, Any]]
Computed = dict[str, tuple[DataFrame, Any]]
Messages = Callable[[Iterable[Any]], DataFrame]
Schema = list[tuple[str, str]]


@pytest.fixture(scope="module")
def computed(pipeline: Any, empty_tables: dict[str, DataFrame], messages: Messages) -> Computed:
    """For each dataset with a function, its rows for empty inputs, and what it read."""
    return {name: pipeline.rows(name, empty_tables, messages([])) for name in pipeline.queries}


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


def test_functions_return_the_declared_columns(datasets: Datasets, computed: Computed) -> None:
    assert {name: schema(rows) for name, (rows, _) in computed.items()} == {
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


def test_functions_read_the_inputs_of_the_manifest(datasets: Datasets, computed: Computed) -> None:
    for name, (_, read) in computed.items():
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
    for name in {*empty_tables, *found}:
        spark.catalog.dropTempView(name)
    assert found == declared


def test_rules_are_conditions_on_the_declared_columns_and_never_null(
    datasets: Datasets, unknown_rows: dict[str, DataFrame]
) -> None:
    checked = 0
    for name, dataset in datasets.items():
        if rules := [F.expr(expectation["rule"]) for expectation in dataset["expectations"]]:
            judged = unknown_rows[name].select(rules)
            assert {type_ for _, type_ in schema(judged)} == {"boolean"}, name
            # A row contains names of columns; its values are in a tuple of it.
            answers = tuple(judged.collect()[0])
            assert None not in answers, f"{name}: {answers}"
            checked += len(answers)
    assert checked > 0


def test_the_notebooks_have_the_rules_of_the_manifest(datasets: Datasets, pipeline: Any) -> None:
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


def test_raw_tables_have_every_field_of_a_message_and_the_message(
    datasets: Datasets, pipeline: Any, messages: Messages
) -> None:
    for name, dataset in datasets.items():
        if dataset["kind"] != "kafka_stream":
            continue
        fields = {c["name"]: SAMPLES[c["type"]] for c in dataset["columns"][6:-1]}
        payload = json.dumps(fields)
        (row,) = pipeline.rows(name, {}, messages([message(payload)]))[0].collect()
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


# Payloads, and the fields that are read from them; fields that are not named are NULL.
PAYLOADS: dict[str, dict[str, Any]] = {
    # Identifiers are text, whether they come as numbers or not.
    '{"ts":1541073600123,"userId":7,"sessionId":"7"}': {
        "ts": 1541073600123,
        "userId": "7",
        "sessionId": "7",
        "unknown_fields": [],
    },
    # A field of the wrong type leaves the others as they are.
    '{"ts":"1541073600123","userId":7}': {"userId": "7", "unknown_fields": []},
    '{"ts":1541073600123,"userId":7,"status":"OK"}': {
        "ts": 1541073600123,
        "userId": "7",
        "unknown_fields": [],
    },
    '{"ts":{}}': {"unknown_fields": []},
    "{}": {"unknown_fields": []},
    # Unknown fields are named once, in order.
    '{"zone":1,"ts":1541073600123,"device":{"os":"iOS"},"zone":2}': {
        "ts": 1541073600123,
        "unknown_fields": ["device", "zone"],
    },
    '{"TS":1541073600123,"user.id":7,"":null}': {"unknown_fields": ["", "TS", "user.id"]},
    # What is not a JSON object has no fields.
    **{text: {"unknown_fields": None} for text in ("", "no JSON", '{"ts":', "[1]", "null")},
}


def test_raw_tables_keep_every_message_with_the_fields_that_can_be_read(
    pipeline: Any, messages: Messages
) -> None:
    in_single_quotes = "{'ts':1541073600123,'userId':7}"
    arrived = messages([message(payload) for payload in [*PAYLOADS, in_single_quotes]])
    columns = ["ts", "userId", "sessionId", "status", "unknown_fields"]
    rows = pipeline.rows("raw_page_view_events", {}, arrived)[0].select("value", *columns)
    found = {row.value: {name: row[name] for name in columns} for row in rows.collect()}
    assert found.pop(in_single_quotes)["ts"] is None
    assert found == {
        payload: dict.fromkeys(columns) | fields for payload, fields in PAYLOADS.items()
    }


def message(payload: str) -> tuple[Any, ...]:
    arrival = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
    return (b"7", payload.encode(), "songs", 1, 42, arrival, 0)
