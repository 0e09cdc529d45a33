"""Delivers recorded messages to Kafka: each line once and in order, also after a kill.

Every line has one partition, which depends on nothing but the line and its number. What a partition
holds is therefore always a beginning of the lines meant for it, and whoever was interrupted goes on
after as many lines as the partition has offsets.

A message has the time of its delivery, unless a file `<topic>.times` lies beside the recorded one:
it has for each line the time at which a broker received it, in milliseconds since 1970.

A job is one JSON object on standard input, reports are JSON objects on standard output, one a line:

    {"bootstrapServers": "127.0.0.1:39092", "partitions": 2, "topics": [{
        "topic": "page_view_events", "file": "page_view_events.jsonl",
        "from": {"bytes": 0, "lines": 0, "partitions": [0, 0]}, "to": 125000}]}

    {"event": "progress", "topic": "page_view_events", "lines": 200000}
    {"event": "delivered", "topic": "page_view_events",
     "position": {"bytes": 125000, "lines": 300, "partitions": [148, 152]}}
    {"event": "failed", "message": "..."}
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice, repeat
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zlib import crc32

from confluent_kafka import KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

KEY_FIELD = b'"sessionId":'
LONGEST_KEY = 20
PROGRESS_EVERY_LINES = 50_000
ANSWER_SECONDS = 30
LARGEST_MESSAGE_BYTES = 16_000_000

# What the producer takes for the time of a message that has none of its own.
NOW = 0

TOPIC_SETTINGS = {"retention.ms": "-1", "retention.bytes": "-1"}
PRODUCER_SETTINGS = {
    "enable.idempotence": True,
    "message.timeout.ms": 0,
    "message.max.bytes": LARGEST_MESSAGE_BYTES,
    "compression.type": "lz4",
    "linger.ms": 20,
    "batch.size": 1_000_000,
    "batch.num.messages": 10_000,
    "queue.buffering.max.messages": 100_000,
    "queue.buffering.max.kbytes": 65_536,
}

# Error codes of a partition that the broker has but does not serve yet.
OPENING = {
    KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.NOT_LEADER_FOR_PARTITION,
    KafkaError.UNKNOWN_LEADER_EPOCH,
    KafkaError.FENCED_LEADER_EPOCH,
    KafkaError.UNKNOWN_TOPIC_OR_PART,
    # The client's own word for partitions of which no broker is the leader yet.
    KafkaError._NOENT,
}


class DeliveryError(Exception):
    """A delivery that cannot go on, in words for the user."""


@dataclass(frozen=True)
class Position:
    """How far a file has been delivered, and how its lines went to the partitions."""

    bytes: int
    lines: int
    partitions: list[int]


def main() -> None:
    """Reads a job, does it and reports."""
    try:
        deliver(json.load(sys.stdin))
    except DeliveryError as error:
        report("failed", message=str(error))
        sys.exit(1)
    except KafkaException as error:
        report("failed", message=f"Kafka refused the delivery: {error}")
        sys.exit(1)


def deliver(job: dict[str, Any]) -> None:
    """Creates the topics that are missing and delivers what is missing in each."""
    servers = {"bootstrap.servers": job["bootstrapServers"]}
    admin = AdminClient(servers)
    create_topics(admin, [topic["topic"] for topic in job["topics"]], job["partitions"])
    producer = Producer(servers | PRODUCER_SETTINGS)
    for topic in job["topics"]:
        position = deliver_topic(admin, producer, topic)
        report("delivered", topic=topic["topic"], position=asdict(position))


def create_topics(admin: AdminClient, names: list[str], partitions: int) -> None:
    """Creates topics; those that exist already stay as they are."""
    topics = [NewTopic(name, partitions, 1, config=TOPIC_SETTINGS) for name in names]
    for creation in admin.create_topics(topics, operation_timeout=ANSWER_SECONDS).values():
        try:
            creation.result(ANSWER_SECONDS)
        except KafkaException as error:
            if error.args[0].code() != KafkaError.TOPIC_ALREADY_EXISTS:
                raise


def deliver_topic(admin: AdminClient, producer: Producer, job: dict[str, Any]) -> Position:
    """Delivers the lines between two positions of a file, but for those that are there already."""
    topic, file = job["topic"], job["file"]
    start = Position(**job["from"])
    held = end_offsets(admin, topic, len(start.partitions))
    sent = list(start.partitions)
    lines = start.lines
    messages = zip(read_lines(file, start.bytes, job["to"]), read_times(file, lines), strict=False)
    for value, time in messages:
        key = key_of(value)
        partition = (lines if key is None else crc32(key)) % len(sent)
        sent[partition] += 1
        lines += 1
        if sent[partition] > held[partition]:
            # By position, which is faster than by name; the two in between are callbacks.
            message = (topic, value, key, partition, None, None, time)
            try:
                producer.produce(*message)
            except (BufferError, KafkaException) as error:
                send_patiently(producer, message, error, f"{file}:{lines}")
        if lines % PROGRESS_EVERY_LINES == 0:
            report("progress", topic=topic, lines=lines)
    producer.flush()
    arrived = end_offsets(admin, topic, len(sent))
    if arrived != sent:
        raise DeliveryError(
            f"topic {topic} holds {arrived} messages in its partitions, but {file} has {sent} "
            f"up to line {lines}: the broker's data and the record of what was delivered disagree. "
            "npx medallion start --clean starts from scratch."
        )
    return Position(job["to"], lines, sent)


def read_lines(file: str | None, begin: int, end: int) -> Iterator[bytes]:
    """Lines between two positions of a file, without the line feed that ends them."""
    if file is None or begin >= end:
        return
    with open(file, "rb", buffering=1 << 20) as recording:
        recording.seek(begin)
        for line in recording:
            begin += len(line)
            yield line[:-1] if line.endswith(b"\n") else line
            if begin >= end:
                return


def read_times(file: str | None, lines: int) -> Iterator[int]:
    """When a broker received the lines after some, as the file beside them tells; else now."""
    times = Path(file).with_suffix(".times") if file else None
    if times is None or not times.exists():
        yield from repeat(NOW)
        return
    with times.open() as recorded:
        for line in islice(recorded, lines, None):
            yield int(line)
    raise DeliveryError(f"{times} has fewer lines than {file}: it needs a time for each message.")


def key_of(value: bytes) -> bytes | None:
    """The session a message belongs to, if it says so in the way producers write it."""
    found = value.find(KEY_FIELD)
    if found < 0:
        return None
    begin = found + len(KEY_FIELD)
    key = value[begin : begin + LONGEST_KEY].split(b",", 1)[0].rstrip(b"}").strip()
    return key if key.isdigit() else None


def send_patiently(
    producer: Producer,
    message: tuple[Any, ...],
    refusal: Exception,
    place: str,
) -> None:
    """Sends a message that the producer refused, as soon as its queue has room again."""
    while isinstance(refusal, BufferError):
        producer.poll(0.05)
        try:
            producer.produce(*message)
            return
        except (BufferError, KafkaException) as error:
            refusal = error
    if refusal.args[0].code() == KafkaError.MSG_SIZE_TOO_LARGE:
        raise DeliveryError(
            f"{place} is {len(message[1]):,} bytes long, but a message may have "
            f"{LARGEST_MESSAGE_BYTES:,}: shorten or remove the line."
        ) from refusal
    raise refusal


def end_offsets(admin: AdminClient, topic: str, partitions: int) -> list[int]:
    """How many messages each partition holds; waits for partitions that are only just opening."""
    places = [TopicPartition(topic, partition) for partition in range(partitions)]
    deadline = monotonic() + ANSWER_SECONDS
    while True:
        answers = admin.list_offsets(
            {place: OffsetSpec.latest() for place in places}, request_timeout=ANSWER_SECONDS
        )
        try:
            return [answers[place].result().offset for place in places]
        except KafkaException as error:
            if error.args[0].code() not in OPENING or monotonic() > deadline:
                raise
            sleep(0.05)


def report(event: str, **details: object) -> None:
    """Writes one report."""
    print(json.dumps({"event": event, **details}), flush=True)


if __name__ == "__main__":
    main()
