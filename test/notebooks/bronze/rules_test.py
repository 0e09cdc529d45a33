"""Rules of bronze: which events are rejected, and by which rules."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pyspark.sql import DataFrame
from topic_fixtures import EVERY_EVENT, topic_fixtures

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)

Case = tuple[dict[str, Any], list[str]]

# How an event differs from a valid one, and the rules that reject it.
EVERY_TOPIC: list[Case] = [
    ({}, []),
    ({"ts": None}, ["ts_present"]),
    ({"ts": 0}, ["ts_in_range"]),
]
USER: list[Case] = [
    ({"userId": None}, ["user_present"]),
    ({"userId": ""}, ["user_present"]),
    ({"sessionId": None}, ["session_present"]),
    ({"sessionId": ""}, ["session_present"]),
]


def test_an_event_is_rejected_by_the_rules_that_it_fails(
    project_root: Path,
    datasets: dict[str, dict[str, Any]],
    pipeline: Any,
    messages: Callable[[Iterable[Any]], DataFrame],
) -> None:
    for topic, fixture in topic_fixtures(project_root).items():
        table = datasets[f"bronze_{topic}"]
        has_users = "user_present" in [rule["name"] for rule in table["expectations"]]
        own = [(case["change"], case["fails"]) for case in fixture["cases"]]
        cases = [*EVERY_TOPIC, *(USER if has_users else []), *own]
        (source,) = table["inputs"]
        payloads = [json.dumps(EVERY_EVENT | fixture["fields"] | change) for change, _ in cases]
        arrived = messages(
            {"offset": offset, "value": payload.encode(), "timestamp": NOON}
            for offset, payload in enumerate(payloads)
        )
        raw, _ = pipeline.rows(source["dataset"], {}, arrived)
        rejected, _ = pipeline.rows(table["quarantine"], {source["dataset"]: raw})
        reasons = {row.kafka_offset: row.failed_expectations for row in rejected.collect()}
        found = [(payload, reasons.get(offset, [])) for offset, payload in enumerate(payloads)]
        expected = [rules for _, rules in cases]
        assert found == list(zip(payloads, expected, strict=True))


def test_every_topic_has_a_fixture(project_root: Path, datasets: dict[str, dict[str, Any]]) -> None:
    topics = [dataset["topic"] for dataset in datasets.values() if "topic" in dataset]
    found = list(topic_fixtures(project_root))
    assert found == sorted(topics), "there must be a file for each topic in test/fixtures/topics"
