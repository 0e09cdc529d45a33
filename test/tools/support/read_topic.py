"""Prints every message of a topic, one line a partition: a JSON list of Base64 texts, in order."""

import base64
import json
import sys

from confluent_kafka import Consumer, TopicPartition


def main(servers: str, topic: str, partitions: int) -> None:
    consumer = Consumer(
        {"bootstrap.servers": servers, "group.id": "test", "enable.auto.commit": False}
    )
    for partition in range(partitions):
        place = TopicPartition(topic, partition, 0)
        _, end = consumer.get_watermark_offsets(place, timeout=30)
        consumer.assign([place])
        messages: list[str] = []
        while len(messages) < end:
            for message in consumer.consume(10_000, timeout=1):
                messages.append(base64.b64encode(message.value()).decode())
        print(json.dumps(messages))
    consumer.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
