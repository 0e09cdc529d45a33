"""What a Kafka topic holds that a flow has not taken yet."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tools.local.runtime.errors import PipelineError

UNDERSTOOD = {"kafka.bootstrap.servers", "kafka.security.protocol"}
FIRST_OFFSETS = ("earliest", "latest")
SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class TopicRange:
    """The messages between two positions in each partition of a topic."""

    topic: str
    begins: Mapping[int, int]
    ends: Mapping[int, int]
    moves: bool

    @property
    def messages(self) -> int:
        """How many messages there are, as far as offsets tell."""
        return sum(max(end - self.begins[part], 0) for part, end in self.ends.items())

    def limits(self) -> dict[str, str]:
        """The range as options of Spark's reader."""
        return {
            "startingOffsets": self._json(self.begins),
            "endingOffsets": self._json(self.ends),
        }

    def _json(self, offsets: Mapping[int, int]) -> str:
        return json.dumps({self.topic: {str(part): at for part, at in offsets.items()}})


def is_understood(options: Mapping[str, str]) -> bool:
    """Whether we can ask the broker ourselves about the one topic that a stream reads."""
    security = {key for key in options if key.startswith("kafka.")} - UNDERSTOOD
    plain = options.get("kafka.security.protocol", "PLAINTEXT") == "PLAINTEXT"
    first = options.get("startingOffsets", "latest") in FIRST_OFFSETS
    return not security and plain and first and "subscribe" in options


def new_messages(
    options: Mapping[str, str], position: Callable[[str, int], int | None]
) -> TopicRange:
    """What came to a topic since a position; without one, `startingOffsets` says where to begin."""
    topic = options["subscribe"]
    earliest, latest = _first_and_next_offsets(options["kafka.bootstrap.servers"], topic)
    taken = {part: at for part in latest if (at := position(topic, part)) is not None}
    from_latest = not taken and options.get("startingOffsets", "latest") == "latest"
    # A partition that was added to a known topic is read from its beginning, as Spark does.
    first = latest if from_latest else earliest
    begins = {part: taken.get(part, first[part]) for part in latest}
    for part, at in begins.items():
        if earliest[part] <= at <= latest[part]:
            continue
        if options.get("failOnDataLoss", "true") != "false":
            raise PipelineError(
                f"topic '{topic}', partition {part}: the next message to read has offset {at}, but "
                f"Kafka holds {earliest[part]} to {latest[part]}: messages are lost, or the topic "
                "was created again. Set kafka.fail_on_data_loss to false to go on with what is left"
            )
        begins[part] = earliest[part]
    moves = any(part not in taken or end != begins[part] for part, end in latest.items())
    return TopicRange(topic, begins, latest, moves)


def _first_and_next_offsets(servers: str, topic: str) -> tuple[dict[int, int], dict[int, int]]:
    """The first offset that each partition holds, and the one that it gives next."""
    from confluent_kafka import KafkaException, TopicPartition
    from confluent_kafka.admin import AdminClient, OffsetSpec

    client = AdminClient({"bootstrap.servers": servers, "log_level": 0})
    try:
        description = client.list_topics(topic, timeout=SECONDS_TO_ANSWER).topics[topic]
        if description.error is not None:
            raise PipelineError(f"topic '{topic}' at {servers}: {description.error.str()}")
        earliest, latest = (
            client.list_offsets(
                {TopicPartition(topic, part): spec for part in description.partitions},
                request_timeout=SECONDS_TO_ANSWER,
            )
            for spec in (OffsetSpec.earliest(), OffsetSpec.latest())
        )
        return _by_partition(earliest), _by_partition(latest)
    except KafkaException as error:
        raise PipelineError(f"Kafka at {servers} does not answer: {error.args[0].str()}") from None


def _by_partition(answers: Mapping[Any, Any]) -> dict[int, int]:
    return {part.partition: found.result().offset for part, found in answers.items()}
