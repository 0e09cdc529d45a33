"""Malformed messages: whatever comes, an update goes through and every message is kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, example, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

Datasets = dict[str, dict[str, Any]]
Fields = dict[str, Any]

ARRIVAL = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EARLIEST_TS = 946_684_800_000
LATEST_TS = 1_541_160_000_000

# A Spark job for each message would take minutes: an example is a batch of messages, which know
# nothing of each other. What fails tells the message, so there is nothing to shrink a batch for.
BATCH = 200

A_BATCH_AT_A_TIME = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    verbosity=Verbosity.quiet,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
        HealthCheck.too_slow,
    ],
)

KAFKA_COLUMNS = ["kafka_timestamp", "kafka_topic", "kafka_partition", "kafka_offset", "kafka_key"]

FIELDS_THAT_DECIDE = ["ts", "userId", "sessionId", "artist", "song", "duration", "success", "level"]
OTHER_FIELDS = ["itemInSession", "lon", "registration", "status", "city", "TS", "zone", "a.b", ""]

USABLE_EVENT = {
    '"ts"': "1541073600123",
    '"userId"': '"7"',
    '"sessionId"': "100",
    '"level"': '"paid"',
    '"artist"': '"Björk"',
    '"song"': '"Jóga"',
    '"duration"': "305.1",
    '"success"': "true",
}

ODD_NUMBERS = [
    *(
        "0",
        "-1",
        "-0",
        "1.5",
        "1e3",
        "1541073600123.0",
        "01",
        "+1",
        "1.",
        ".5",
        "0x10",
        "1e",
        "--1",
    ),
    *("946684799999", "1541160000001", "9223372036854775807", "-9223372036854775808"),
    *("9223372036854775808", "2147483648", "1e999", "-1e999", "1e-999", "1E1000000000"),
    *("9" * 400, "-" + "9" * 400, "9" * 2000, "0." + "3" * 2000),
    *("NaN", "Infinity", "-Infinity", "+Infinity", "INF"),
]

ODD_TEXTS = [
    *(r'"\ud800"', r'"\udc00\ud800"', r'"\ud83d\ude00"', r'"\u0000"', r'"\u12"', r'"\x41"', '"\\"'),
    *('""', '" "', '"\x00"', '"\n"', '"\x7f"', "'7'", '"7', '7"', '"\ufeff"', '"\u2028"', '"😀"'),
    *(
        '"\ud800"',
        '"\udcff7"',
        '"NaN"',
        '"Infinity"',
        '"-INF"',
        '"1541073600123"',
        '"true"',
        '"' + "x" * 100_000 + '"',
    ),
]

ODD_NESTING = [
    opening * depth + inner + closing * depth
    for opening, inner, closing in (("[", "", "]"), ('{"a":', "1", "}"), ('[{"ts":', "1", "}]"))
    for depth in (3, 490, 998, 999, 1000, 1001, 5000)
] + ["[" * 100_000, '{"a":' * 2000]

# What follows an object: some of it would close a bracket that somebody opened around the payload.
REMAINDERS = [
    *(
        "",
        " \t\r\n",
        "\x00",
        ",",
        "}",
        "]",
        ")",
        "x",
        "null",
        "{}",
        "[]",
        "],[",
        "},{",
        "}],[{",
        "]]",
    ),
    *(
        "},0]",
        ',"a":1',
        ',"ts":1}',
        '\n{"ts":1}',
        "]}",
        "}]",
        "// end",
        "/* end */",
        "\ufeff",
        "\u00a0",
    ),
]
BEGINNINGS = [
    "",
    " \t\r\n",
    "\ufeff",
    "\x00",
    "\x0c",
    "\u00a0",
    "[",
    "/**/",
    "data:",
    "0",
    '""',
    "{}",
]


@dataclass(frozen=True)
class Message:
    """A message of a topic; its offset is its place in the batch."""

    payload: bytes | None
    key: bytes | None = None
    timestamp: datetime | None = ARRIVAL


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats() | st.text(max_size=5),
    lambda values: (
        st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values, max_size=3)
    ),
    max_leaves=5,
).map(json.dumps)

ODD_VALUES = [
    *("null", "true", "false", "[]", "{}", "[1,2]", '{"ts":1}', "undefined", ""),
    *(ODD_NUMBERS + ODD_TEXTS + ODD_NESTING),
]

odd_values = st.sampled_from(ODD_VALUES) | json_values

field_names = st.sampled_from(FIELDS_THAT_DECIDE + OTHER_FIELDS).map(json.dumps) | st.sampled_from(
    [r'"\u0074s"', r'"\ud800"', "'ts'", "ts", "1", "null", '"ts\x00"', '"' + "k" * 60_000 + '"']
)


def json_object(fields: Iterable[tuple[str, str]]) -> str:
    return "{" + ",".join(f"{name}:{value}" for name, value in fields) + "}"


def utf_8(text: str) -> bytes:
    """Text as bytes; surrogates as well, which are no UTF-8."""
    return text.encode("utf-8", "surrogatepass")


EVENT = json_object(USABLE_EVENT.items())

# Each field that decides with each odd value, and what can stand around an event that can be used.
ONE_ODDITY_EACH = [
    *(
        json_object((USABLE_EVENT | {name: value}).items())
        for name in USABLE_EVENT
        for value in ODD_VALUES
    ),
    *(beginning + EVENT for beginning in BEGINNINGS),
    *(EVENT + remainder for remainder in REMAINDERS),
    *(f"[{EVENT}]", f"[{EVENT},{EVENT}]", EVENT + EVENT, EVENT.replace('"', "'")),
    *(EVENT[:length] for length in range(0, len(EVENT), 10)),
    *ODD_VALUES,
]


@st.composite
def odd_events(draw: st.DrawFn) -> str:
    """An event that can be used but for a few fields, which are odd, missing, unknown or twice."""
    fields = list(USABLE_EVENT.items())
    for name in draw(st.lists(st.sampled_from(sorted(USABLE_EVENT)), max_size=2)):
        fields = [field for field in fields if field[0] != name]
    fields += draw(st.lists(st.tuples(field_names, odd_values), max_size=2))
    event = json_object(fields)
    around = draw(st.sampled_from(["nothing", "nothing", "before", "after"]))
    if around == "before":
        return draw(st.sampled_from(BEGINNINGS)) + event
    return event + draw(st.sampled_from(REMAINDERS)) if around == "after" else event


@st.composite
def damaged_bytes(draw: st.DrawFn) -> bytes:
    """An event in another encoding, cut off, or with bytes that are no UTF-8."""
    event = draw(odd_events())[:1000]
    encoding = draw(
        st.sampled_from(["utf-8", "utf-16", "utf-16-be", "utf-32", "utf-8-sig", "utf-7"])
    )
    payload = event.encode(encoding, "surrogatepass")
    place = draw(st.integers(0, len(payload)))
    inserted = draw(st.sampled_from([b"", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\x80", b"\xf8"]))
    rest = payload[place:] if draw(st.booleans()) else b""
    return payload[:place] + inserted + rest


odd_texts = (odd_events() | odd_events() | odd_events() | odd_values).map(utf_8)

# Without payload first: that is what an example shrinks to.
payloads = (st.none() | st.binary(max_size=20)) | odd_texts | odd_texts | damaged_bytes()

messages = st.builds(
    Message,
    payloads,
    key=st.none() | st.binary(max_size=3),
    timestamp=st.sampled_from(
        [
            *[ARRIVAL] * 12,
            EPOCH - timedelta(milliseconds=1),
            datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=timezone.utc),
            None,
        ]
    ),
)


class Topic:
    """A topic on its way from Kafka to its bronze table, in the generated notebooks."""

    def __init__(self, pipeline: Any, datasets: Datasets, bronze: str, directory: Path) -> None:
        dataset = datasets[bronze]
        (source,) = dataset["inputs"]
        self.name = bronze
        self._quarantine = dataset["quarantine"]
        self._raw = source["dataset"]
        raw_columns = datasets[self._raw]["columns"]
        self.fields = {c["name"]: c["type"] for c in raw_columns[6:-1]}
        self.rules = {rule["name"]: rule["rule"] for rule in dataset["expectations"]}
        self._turning_away = [r["rule"] for r in dataset["expectations"] if r["action"] == "drop"]
        self._pipeline = pipeline
        self._stored = directory / self._raw

    def parsed(self, arrived: DataFrame) -> DataFrame:
        """The rows of the raw table."""
        rows, _ = self._pipeline.rows(self._raw, {}, arrived)
        return rows

    def store(self, arrived: DataFrame) -> DataFrame:
        """The raw table, as it is read again after it was written."""
        path = str(self._stored)
        self.parsed(arrived).write.format("delta").mode("overwrite").save(path)
        return arrived.sparkSession.read.format("delta").load(path)

    def table(self, raw: DataFrame) -> DataFrame:
        """The bronze table: rows that no rule turns away."""
        rows, _ = self._pipeline.rows(self.name, {self._raw: raw})
        return rows.where(" AND ".join(self._turning_away))

    def quarantine(self, raw: DataFrame) -> DataFrame:
        rows, _ = self._pipeline.rows(self._quarantine, {self._raw: raw})
        return rows


@pytest.fixture(scope="module")
def topics(
    pipeline: Any, datasets: Datasets, tmp_path_factory: pytest.TempPathFactory
) -> list[Topic]:
    directory = tmp_path_factory.mktemp("raw-tables")
    bronze = [name for name, dataset in datasets.items() if "quarantine" in dataset]
    return [Topic(pipeline, datasets, name, directory) for name in bronze if "bronze" in name]


def arrive(spark: SparkSession, batch: list[Message], schema: Any) -> DataFrame:
    """Messages as Spark's Kafka reader delivers them."""
    rows = [
        (message.key, message.payload, "topic", 0, offset, message.timestamp, 0)
        for offset, message in enumerate(batch)
    ]
    return spark.createDataFrame(rows, schema)


def as_it_came(rows: DataFrame) -> DataFrame:
    """Rows with key and payload as bytes: as text, Python would replace what is no UTF-8."""
    key, value = F.col("kafka_key").cast("binary"), F.col("value").cast("binary")
    return rows.withColumns({"kafka_key": key, "value": value})


@A_BATCH_AT_A_TIME
@example(batch=[Message(utf_8(text)) for text in ONE_ODDITY_EACH])
@given(batch=st.lists(messages, min_size=BATCH, max_size=BATCH))
def test_every_message_is_kept_as_it_came_either_in_its_table_or_in_quarantine_with_a_reason(
    spark: SparkSession, topics: list[Topic], no_messages: DataFrame, batch: list[Message]
) -> None:
    arrived = arrive(spark, batch, no_messages.schema)
    for topic in topics:
        raw = topic.store(arrived)
        accepted = as_it_came(topic.table(raw)).collect()
        rejected = as_it_came(topic.quarantine(raw)).collect()

        offsets = Counter(row.kafka_offset for row in accepted + rejected)
        assert (topic.name, offsets) == (topic.name, Counter(range(len(batch))))
        for row in accepted + rejected:
            message = batch[row.kafka_offset]
            assert (row.value, row.kafka_key) == (message.payload, message.key)
        for row in rejected:
            assert row.failed_expectations, row.value
            if is_json_but_no_object(row.value):
                assert "valid_json" in row.failed_expectations, row.value
            assert set(row.failed_expectations) <= set(topic.rules)
        for row in accepted:
            event = strict_object(row.value)
            assert event is not None, row.value
            # Of a field that comes twice, either may be the right one.
            assert row.ts in [value for name, value in event if name == "ts"], row.value
            assert row.unknown_fields == sorted(unknown_names(event, topic)), row.value


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
some_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)

VALUES = {
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "INT": st.integers(-(2**31), 2**31 - 1),
    "DOUBLE": st.floats(allow_nan=False, allow_infinity=False),
    "BOOLEAN": st.booleans(),
    "STRING": text,
}


@st.composite
def usable_events(draw: st.DrawFn, types: dict[str, str]) -> tuple[Fields, Fields]:
    """An event that every topic takes, and the values that its fields should have in a table."""
    deciding = {
        "ts": st.integers(EARLIEST_TS, LATEST_TS),
        "userId": some_text,
        "sessionId": st.integers(),
        "artist": some_text,
        "song": some_text,
        "duration": st.floats(0, 86_400, exclude_min=True, exclude_max=True),
        "success": st.booleans(),
        "level": st.sampled_from(["free", "paid"]),
    }
    event = {name: draw(values) for name, values in deciding.items()}
    for name in draw(st.lists(st.sampled_from(sorted(types.keys() - deciding)), unique=True)):
        event[name] = draw(st.none() | VALUES[types[name]])
    expected = {**event, "sessionId": str(event["sessionId"])}
    new = draw(st.dictionaries(text, st.none() | st.integers() | text, max_size=2))
    return event | {name: new[name] for name in new.keys() - types.keys()}, expected


@A_BATCH_AT_A_TIME
@given(data=st.data())
def test_fields_of_an_event_that_can_be_used_come_out_with_the_values_that_went_in(
    spark: SparkSession, topics: list[Topic], no_messages: DataFrame, data: st.DataObject
) -> None:
    types = {name: type_ for topic in topics for name, type_ in topic.fields.items()}
    events = data.draw(st.lists(usable_events(types), min_size=50, max_size=50))
    as_ascii = data.draw(st.booleans())
    batch = [Message(json.dumps(event, ensure_ascii=as_ascii).encode()) for event, _ in events]
    arrived = arrive(spark, batch, no_messages.schema)
    for topic in topics:
        rows = topic.table(topic.parsed(arrived))
        rows = rows.withColumn("event_timestamp", F.unix_millis("event_timestamp"))
        found = {row.kafka_offset: row.asDict() for row in rows.collect()}
        for offset, (event, expected) in enumerate(events):
            payload = batch[offset].payload or b""
            assert found[offset] == {
                **{name: found[offset][name] for name in KAFKA_COLUMNS},
                "value": payload.decode(),
                **{name: expected.get(name) for name in topic.fields},
                "unknown_fields": sorted(event.keys() - topic.fields.keys()),
                "event_timestamp": event["ts"],
                "event_id": hashlib.sha256(payload).hexdigest(),
            }


class Pairs(list[tuple[str, Any]]):
    """A JSON object as its names and values, in their order."""


def strict_object(payload: bytes | None) -> Pairs | None:
    """The object that a payload is; None if it is anything else, by the letter of RFC 8259."""
    try:
        found = strict_json(payload)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Pairs) else None


def is_json_but_no_object(payload: bytes | None) -> bool:
    try:
        return not isinstance(strict_json(payload), Pairs)
    except (ValueError, RecursionError):
        return False


def strict_json(payload: bytes | None) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(constant)

    json_text = (payload or b"").decode("utf-8")
    return json.loads(json_text, parse_constant=refuse, object_pairs_hook=Pairs)


def unknown_names(event: Pairs, topic: Topic) -> set[str]:
    """Names as Java writes them: half of a pair of surrogates is a question mark."""
    names = {name.encode("utf-8", "replace").decode("utf-8") for name, _ in event}
    return names - set(topic.fields)
