"""Rules of bronze: which events are rejected, and by which rules."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any

import pytest
from pyspark.sql import DataFrame

NOON = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
NOON_TS = 1_541_073_600_123
VALID = {
    **{"ts": NOON_TS, "userId": 7, "sessionId": 100, "level": "paid", "success": True},
    **{"artist": "Björk", "song": "Jóga", "duration": 305.162},
}

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
CASES: dict[str, list[Case]] = {
    "bronze_page_view_events": [*EVERY_TOPIC, *USER, ({"artist": None, "duration": None}, [])],
    "bronze_listen_events": [
        *EVERY_TOPIC,
        *USER,
        ({"artist": ""}, ["song_present"]),
        ({"song": None}, ["song_present"]),
        ({"duration": 86_399.999}, []),
        *[({"duration": seconds}, ["duration_plausible"]) for seconds in (None, 0, -1, 86_400)],
        *[({"duration": text}, ["duration_plausible"]) for text in ("NaN", "Infinity")],
    ],
    "bronze_auth_events": [
        *EVERY_TOPIC,
        ({"userId": None}, []),
        ({"success": None}, ["success_present"]),
        ({"success": False}, []),
    ],
    "bronze_status_change_events": [
        *EVERY_TOPIC,
        *USER,
        ({"level": "free"}, []),
        ({"level": "unpaid"}, ["level_known"]),
        ({"level": None}, ["level_known"]),
    ],
}


@pytest.mark.parametrize("table", CASES)
def test_an_event_is_rejected_by_the_rules_that_it_fails(
    datasets: dict[str, dict[str, Any]],
    pipeline: Any,
    messages: Callable[[Iterable[Any]], DataFrame],
    table: str,
) -> None:
    (source,) = datasets[table]["inputs"]
    payloads = [json.dumps(VALID | change) for change, _ in CASES[table]]
    arrived = messages(
        {"offset": n, "value": text.encode(), "timestamp": NOON} for n, text in enumerate(payloads)
    )
    raw, _ = pipeline.rows(source["dataset"], {}, arrived)
    rejected, _ = pipeline.rows(datasets[table]["quarantine"], {source["dataset"]: raw})
    reasons = {row.kafka_offset: row.failed_expectations for row in rejected.collect()}
    found = [(payload, reasons.get(offset, [])) for offset, payload in enumerate(payloads)]
    expected = [rules for _, rules in CASES[table]]
    assert found == list(zip(payloads, expected, strict=True))
