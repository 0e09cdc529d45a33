"""Tells cheaply what a Kafka topic holds that a stream has not taken yet."""

import json
from pathlib import Path
from typing import Any

UNDERSTOOD = {"kafka.bootstrap.servers", "kafka.security.protocol", "subscribe"}
SECONDS_TO_ANSWER = 5


def has_nothing_new(checkpoint: Path, sources: list[dict[str, Any]]) -> bool:
    """Whether the topic ends where the stream's checkpoint stands; False whenever in doubt."""
    options = _understood(sources)
    last = _last_batch(checkpoint / "offsets")
    if options is None or last is None or last != _last_batch(checkpoint / "commits"):
        return False
    taken = _offsets(checkpoint, last)
    return taken is not None and taken == _ends(options)


def messages_not_taken(checkpoint: Path, sources: list[dict[str, Any]]) -> int | None:
    """How many messages the topic holds behind the last confirmed batch; None if in doubt."""
    options = _understood(sources)
    if options is None:
        return None
    confirmed = _last_batch(checkpoint / "commits")
    taken = {} if confirmed is None else _offsets(checkpoint, confirmed)
    ends = _ends(options)
    if taken is None or ends is None:
        return None
    topic = options["subscribe"]
    begun = taken.get(topic, {})
    return sum(max(end - begun.get(part, 0), 0) for part, end in ends[topic].items())


def _understood(sources: list[dict[str, Any]]) -> dict[str, str] | None:
    """The options of the one topic that a stream reads, if we can ask the broker ourselves."""
    if len(sources) != 1 or sources[0]["format"] != "kafka":
        return None
    options = sources[0]["options"]
    security = {key for key in options if key.startswith("kafka.")} - UNDERSTOOD
    plain = options.get("kafka.security.protocol", "PLAINTEXT") == "PLAINTEXT"
    return None if security or not plain or "subscribe" not in options else options


def _last_batch(directory: Path) -> int | None:
    try:
        return max(int(path.name) for path in directory.iterdir() if path.name.isdigit())
    except (OSError, ValueError):
        return None


def _offsets(checkpoint: Path, batch: int) -> dict[str, dict[str, int]] | None:
    """Offsets at which a batch ends, or None if they cannot be read."""
    try:
        lines = (checkpoint / "offsets" / str(batch)).read_text(encoding="utf-8").splitlines()
        offsets = json.loads(lines[2])
    except (OSError, ValueError, IndexError):
        return None
    return offsets if len(lines) == 3 else None


def _ends(options: dict[str, str]) -> dict[str, dict[str, int]] | None:
    from confluent_kafka import KafkaException, TopicPartition
    from confluent_kafka.admin import AdminClient, OffsetSpec

    client = AdminClient({"bootstrap.servers": options["kafka.bootstrap.servers"], "log_level": 0})
    topic = options["subscribe"]
    try:
        description = client.list_topics(topic, timeout=SECONDS_TO_ANSWER).topics[topic]
        if description.error is not None:
            return None
        wanted = {
            TopicPartition(topic, part): OffsetSpec.latest() for part in description.partitions
        }
        answers = client.list_offsets(wanted, request_timeout=SECONDS_TO_ANSWER)
        return {
            topic: {str(part.partition): found.result().offset for part, found in answers.items()}
        }
    except KafkaException:
        return None
