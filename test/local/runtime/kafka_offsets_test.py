"""What a topic holds that a stream has not taken: asked of the checkpoint and of the broker."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.runtime import kafka_offsets
from local.runtime.kafka_offsets import has_nothing_new, messages_not_taken

TOPIC = {"kafka.bootstrap.servers": "127.0.0.1:9092", "subscribe": "orders"}
SOURCES = [{"format": "kafka", "options": TOPIC}]


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Where each partition of the topic ends, as the broker would say."""
    offsets = {"0": 10, "1": 5}
    monkeypatch.setattr(kafka_offsets, "_ends", lambda _: {"orders": offsets})
    return offsets


def batch(checkpoint: Path, number: int, offsets: dict[str, int], confirmed: bool = True) -> None:
    """A batch as Spark notes it: where it ends, and then that it is done."""
    for folder in ("offsets", "commits"):
        (checkpoint / folder).mkdir(exist_ok=True)
    (checkpoint / "offsets" / str(number)).write_text(
        f"v1\n{{}}\n{json.dumps({'orders': offsets})}"
    )
    if confirmed:
        (checkpoint / "commits" / str(number)).write_text("v1\n{}")


def test_nothing_waits_where_the_last_batch_ends_with_the_topic(
    tmp_path: Path, ends: dict[str, int]
) -> None:
    batch(tmp_path, 0, {"0": 4, "1": 5})
    batch(tmp_path, 1, ends)
    assert messages_not_taken(tmp_path, SOURCES) == 0
    assert has_nothing_new(tmp_path, SOURCES)


def test_what_arrived_since_waits_in_every_partition(tmp_path: Path, ends: dict[str, int]) -> None:
    batch(tmp_path, 0, {"0": 8, "1": 5})
    ends["2"] = 7
    assert messages_not_taken(tmp_path, SOURCES) == 2 + 0 + 7
    assert not has_nothing_new(tmp_path, SOURCES)


def test_a_batch_that_failed_has_taken_nothing(tmp_path: Path, ends: dict[str, int]) -> None:
    batch(tmp_path, 0, {"0": 4, "1": 5})
    batch(tmp_path, 1, ends, confirmed=False)
    assert messages_not_taken(tmp_path, SOURCES) == 6
    assert not has_nothing_new(tmp_path, SOURCES)


def test_everything_waits_before_the_first_batch(tmp_path: Path, ends: dict[str, int]) -> None:
    assert messages_not_taken(tmp_path, SOURCES) == 15
    assert not has_nothing_new(tmp_path, SOURCES)


def test_a_topic_that_was_made_anew_does_not_count_backwards(
    tmp_path: Path, ends: dict[str, int]
) -> None:
    batch(tmp_path, 0, {"0": 100, "1": 3})
    assert messages_not_taken(tmp_path, SOURCES) == 2


@pytest.mark.parametrize(
    "sources",
    [
        [],
        [{"format": "delta", "options": {}}],
        [*SOURCES, *SOURCES],
        [{"format": "kafka", "options": TOPIC | {"kafka.security.protocol": "SASL_SSL"}}],
        [{"format": "kafka", "options": TOPIC | {"kafka.sasl.mechanism": "PLAIN"}}],
    ],
)
def test_nothing_is_said_of_what_cannot_be_asked(
    tmp_path: Path, ends: dict[str, int], sources: list[dict[str, Any]]
) -> None:
    batch(tmp_path, 0, ends)
    assert messages_not_taken(tmp_path, sources) is None
    assert not has_nothing_new(tmp_path, sources)


def test_nothing_is_said_while_the_broker_does_not_answer(
    tmp_path: Path, ends: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    batch(tmp_path, 0, ends)
    monkeypatch.setattr(kafka_offsets, "_ends", lambda _: None)
    assert messages_not_taken(tmp_path, SOURCES) is None
    assert not has_nothing_new(tmp_path, SOURCES)
