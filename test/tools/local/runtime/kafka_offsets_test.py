"""What a topic holds that a flow has not taken: between its position and the broker's answer."""

import pytest

from tools.local.runtime import kafka_offsets
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.kafka_offsets import is_understood, new_messages

TOPIC = {
    "kafka.bootstrap.servers": "127.0.0.1:9092",
    "subscribe": "orders",
    "startingOffsets": "earliest",
}


class FakeTopic:
    """First and next offset of each partition, as a broker would say."""

    def __init__(self) -> None:
        self.first = {0: 0, 1: 0}
        self.next = {0: 10, 1: 5}

    def ranges(self, taken: dict[int, int], **options: str):
        return new_messages({**TOPIC, **options}, lambda _, partition: taken.get(partition))


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> FakeTopic:
    fake = FakeTopic()
    monkeypatch.setattr(
        kafka_offsets,
        "_first_and_next_offsets",
        lambda servers, name: (dict(fake.first), dict(fake.next)),
    )
    return fake


def test_everything_is_new_to_a_flow_without_a_position(topic: FakeTopic) -> None:
    found = topic.ranges({})
    assert (found.messages, found.moves) == (15, True)
    assert found.limits() == {
        "startingOffsets": '{"orders": {"0": 0, "1": 0}}',
        "endingOffsets": '{"orders": {"0": 10, "1": 5}}',
    }


def test_a_flow_that_starts_at_the_latest_offset_notes_where_that_is(topic: FakeTopic) -> None:
    found = topic.ranges({}, startingOffsets="latest")
    assert (found.messages, found.moves, found.ends) == (0, True, {0: 10, 1: 5})


def test_nothing_is_new_where_the_position_is_the_end(topic: FakeTopic) -> None:
    found = topic.ranges({0: 10, 1: 5})
    assert (found.messages, found.moves) == (0, False)


def test_what_arrived_since_is_new_in_every_partition_and_new_partitions_are_read_whole(
    topic: FakeTopic,
) -> None:
    topic.next[2] = 7
    topic.first[2] = 3
    found = topic.ranges({0: 8, 1: 5}, startingOffsets="latest")
    assert found.messages == 2 + 0 + 4


def test_messages_that_kafka_no_longer_holds_stop_the_flow(topic: FakeTopic) -> None:
    topic.first[0] = 6
    with pytest.raises(PipelineError, match=r"'orders', partition 0: .* offset 4, .* 6 to 10"):
        topic.ranges({0: 4, 1: 5})


def test_a_topic_that_was_created_again_stops_the_flow(topic: FakeTopic) -> None:
    with pytest.raises(PipelineError, match="offset 100, but Kafka holds 0 to 10"):
        topic.ranges({0: 100, 1: 5})


def test_lost_messages_are_passed_over_where_the_pipeline_allows_it(topic: FakeTopic) -> None:
    topic.first[0] = 6
    assert topic.ranges({0: 4, 1: 5}, failOnDataLoss="false").messages == 4


@pytest.mark.parametrize(
    "options",
    [
        {"subscribePattern": "orders.*"},
        {**TOPIC, "kafka.security.protocol": "SASL_SSL"},
        {**TOPIC, "kafka.sasl.mechanism": "PLAIN"},
        {**TOPIC, "startingOffsets": '{"orders": {"0": 5}}'},
    ],
)
def test_what_the_runtime_cannot_ask_for_itself_is_left_to_spark(options: dict[str, str]) -> None:
    assert is_understood(TOPIC)
    assert not is_understood(options)
