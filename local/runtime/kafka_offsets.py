"""Tells cheaply whether a Kafka topic holds anything that a stream has not taken yet."""

import json
from pathlib import Path
from typing import Any

UNDERSTOOD = {"kafka.bootstrap.servers", "kafka.security.protocol", "subscribe"}
SECONDS_TO_ANSWER = 5


def has_nothing_new(checkpoint: Path, sources: list[dict[str, Any]]) -> bool:
    """Whether the topic ends where the stream's checkpoint stands; False whenever in doubt."""
    if len(sources) != 1 or sources[0]["format"] != "kafka":
        return False
    options = sources[0]["options"]
    security = {key for key in options if key.startswith("kafka.")} - UNDERSTOOD
    plain = options.get("kafka.security.protocol", "PLAINTEXT") == "PLAINTEXT"
    if security or not plain or "subscribe" not in options:
        return False
    taken = _checkpointed(checkpoint)
    return taken is not None and taken == _ends(options)


def _checkpointed(checkpoint: Path) -> dict[str, dict[str, int]] | None:
    """Offsets of the last batch, or None if there is none or it is not confirmed."""
    try:
        batches = [
            int(path.name) for path in (checkpoint / "offsets").iterdir() if path.name.isdigit()
        ]
        last = max(batches)
        if not (checkpoint / "commits" / str(last)).exists():
            return None
        lines = (checkpoint / "offsets" / str(last)).read_text(encoding="utf-8").splitlines()
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
