"""Malformed messages: no message fails an update, and every message is kept."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, example, given, settings
from hypothesis import strategies as st
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from topic_fixtures import topic_fixtures

Datasets = dict[str, dict[str, Any]]
Fields = dict[str, Any]
Messages = Callable[[Iterable[Any]], DataFrame]

ARRIVAL = datetime(2018, 11, 1, 12, tzinfo=timezone.utc)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
EARLIEST_TS = 946_684_800_000
LATEST_TS = 1_541_160_000_000

# A Spark job for each message would take minutes, so an example is a batch of independent messages.
# A failure shows the message, so there is no need to shrink the batch.
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
    *["0", "-1", "-0", "1.5", "1e3", "1541073600123.0"],
    *["01", "+1", "1.", ".5", "0x10", "1e", "--1"],
    *["946684799999", "1541160000001", "9223372036854775807", "-9223372036854775808"],
    *["9223372036854775808", "2147483648", "1e999", "-1e999", "1e-999", "1E1000000000"],
    *("9" * 400, "-" + "9" * 400, "9" * 2000, "0." + "3" * 2000),
    *["NaN", "Infinity", "-Infinity", "+Infinity", "INF"],
]

ODD_TEXTS = [
    *(r'"\ud800"', r'"\udc00\ud800"', r'"\ud83d\ude00"', r'"\u0000"', r'"\u12"', r'"\x41"', '"\\"'),
    *('""', '" "', '"\x00"', '"\n"', '"\x7f"', "'7'", '"7', '7"', '"\ufeff"', '"\u2028"', '"😀"'),
    *('"\ud800"', '"\udcff7"', '"NaN"', '"Infinity"', '"-INF"', '"1541073600123"', '"true"'),
    '"' + "x" * 100_000 + '"',
]

ODD_NESTING = [
    opening * depth + inner + closing * depth
    for opening, inner, closing in (("[", "", "]"), ('{"a":', "1", "}"), ('[{"ts":', "1", "}]"))
    for depth in (3, 490, 998, 999, 1000, 1001, 5000)
] + ["[" * 100_000, '{"a":' * 2000]

# What follows an object. Some of it closes a bracket that a rule opens around the payload.
REMAINDERS = [
    *("", " \t\r\n", "\x00", "// end", "/* end */", "\ufeff", "\u00a0"),
    *[",", "}", "]", ")", "x", "null", "{}", "[]", "],[", "},{", "}],[{", "]]", "},0]", "]}", "}]"],
    *(',"a":1', ',"ts":1}', '\n{"ts":1}'),
]
BEGINNINGS = [
    *["", " \t\r\n", "\ufeff", "\x00", "\x0c", "\u00a0"],
    *["[", "/**/", "data:", "0", '""', "{}"],
]


@dataclass(frozen=True)
class Message:
    """A message of a topic; its offset is its index in the batch."""

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
    """Text as bytes; surrogates, too, which are not valid UTF-8."""
    return text.encode("utf-8", "surrogatepass")


EVENT = json_object(USABLE_EVENT.items())

# Each deciding field with each odd value, and everything odd around a valid event.
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
    """A valid event except for a few fields, which are odd, missing, unknown or duplicate."""
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
    """An event in another encoding, cut off, or with bytes that are not valid UTF-8."""
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

# Missing payloads first: examples shrink to the first alternative.
payloads = (st.none() | st.binary(max_size=20)) | odd_texts | odd_texts | damaged_bytes()

odd_messages = st.builds(
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
    """The raw and bronze tables of a topic, computed by the generated notebooks."""

    def __init__(self, pipeline: Any, datasets: Datasets, bronze: str, directory: Path) -> None:
        dataset = datasets[bronze]
        (source,) = dataset["inputs"]
        self.name = bronze
        self._quarantine = dataset["quarantine"]
        self._raw = source["dataset"]
        raw_columns = datasets[self._raw]["columns"]
        self.fields = {c["name"]: c["type"] for c in raw_columns[6:-1]}
        self.rules = {rule["name"]: rule["rule"] for rule in dataset["expectations"]}
        self._dropping = [r["rule"] for r in dataset["expectations"] if r["action"] == "drop"]
        self._pipeline = pipeline
        self._stored = directory / self._raw

    def parsed(self, arrived: DataFrame) -> DataFrame:
        """The rows of the raw table."""
        rows, _ = self._pipeline.rows(self._raw, {}, arrived)
        return rows

    def store(self, arrived: DataFrame) -> DataFrame:
        """The raw table, written and read back."""
        path = str(self._stored)
        self.parsed(arrived).write.mode("overwrite").parquet(path)
        return arrived.sparkSession.read.parquet(path)

    def table(self, raw: DataFrame) -> DataFrame:
        """The bronze table: rows that no rule drops."""
        rows, _ = self._pipeline.rows(self.name, {self._raw: raw})
        return rows.where(" AND ".join(self._dropping))

    def quarantine(self, raw: DataFrame) -> DataFrame:
        rows, _ = self._pipeline.rows(self._quarantine, {self._raw: raw})
        return rows


@pytest.fixture(scope="module")
def topics(
    project_root: Path,
    pipeline: Any,
    datasets: Datasets,
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Topic]:
    directory = tmp_path_factory.mktemp("raw-tables")
    names = [f"bronze_{topic}" for topic in topic_fixtures(project_root)]
    return [Topic(pipeline, datasets, name, directory) for name in names]


def rows_of_topic(batch: list[Message]) -> list[tuple[Any, ...]]:
    """Messages in order, as Spark's Kafka reader delivers them."""
    return [
        (message.key, message.payload, "topic", 0, offset, message.timestamp, 0)
        for offset, message in enumerate(batch)
    ]


def as_it_came(rows: DataFrame) -> DataFrame:
    """Rows with key and payload as bytes: as text, Python would replace invalid UTF-8."""
    key, value = F.col("kafka_key").cast("binary"), F.col("value").cast("binary")
    return rows.withColumns({"kafka_key": key, "value": value})


@A_BATCH_AT_A_TIME
@example(batch=[Message(utf_8(text)) for text in ONE_ODDITY_EACH])
@given(batch=st.lists(odd_messages, min_size=BATCH, max_size=BATCH))
def test_every_message_is_kept_byte_for_byte_in_its_table_or_in_quarantine_with_reasons(
    topics: list[Topic], messages: Messages, batch: list[Message]
) -> None:
    arrived = messages(rows_of_topic(batch))
    for topic in topics:
        raw = topic.store(arrived)
        stored = topic.table(raw).unionByName(topic.quarantine(raw), allowMissingColumns=True)
        rows = as_it_came(stored).collect()
        rejected = [row for row in rows if row.failed_expectations is not None]
        accepted = [row for row in rows if row.failed_expectations is None]

        offsets = Counter(row.kafka_offset for row in rows)
        assert (topic.name, offsets) == (topic.name, Counter(range(len(batch))))
        for row in rows:
            message = batch[row.kafka_offset]
            assert (row.value, row.kafka_key) == (message.payload, message.key)
        for row in rejected:
            assert row.failed_expectations, row.value
            if is_json_but_not_an_object(row.value):
                assert "valid_json" in row.failed_expectations, row.value
            assert set(row.failed_expectations) <= set(topic.rules)
        for row in accepted:
            event = strict_object(row.value)
            assert event is not None, row.value
            # Either value of a duplicate field may be kept.
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
def usable_events(
    draw: st.DrawFn, types: dict[str, str], given_fields: Fields
) -> tuple[Fields, Fields]:
    """An event that every topic accepts, and the values of its fields in the table."""
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
    event = given_fields | {name: draw(values) for name, values in deciding.items()}
    for name in draw(st.lists(st.sampled_from(sorted(types.keys() - event.keys())), unique=True)):
        event[name] = draw(st.none() | VALUES[types[name]])
    expected = {**event, "sessionId": str(event["sessionId"])}
    new = draw(st.dictionaries(text, st.none() | st.integers() | text, max_size=2))
    return event | {name: new[name] for name in new.keys() - types.keys()}, expected


@A_BATCH_AT_A_TIME
@given(data=st.data())
def test_fields_of_a_valid_event_keep_their_values(
    project_root: Path, topics: list[Topic], messages: Messages, data: st.DataObject
) -> None:
    types = {name: type_ for topic in topics for name, type_ in topic.fields.items()}
    # What else the rules of a topic decide on is in its fixture.
    fixtures = [fixture["fields"] for fixture in topic_fixtures(project_root).values()]
    given_fields = {name: value for fields in fixtures for name, value in fields.items()}
    usable = usable_events(types, given_fields)
    events = data.draw(st.lists(usable, min_size=50, max_size=50))
    as_ascii = data.draw(st.booleans())
    batch = [Message(json.dumps(event, ensure_ascii=as_ascii).encode()) for event, _ in events]
    arrived = messages(rows_of_topic(batch))
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
    """A JSON object as its names and values, in order."""


def strict_object(payload: bytes | None) -> Pairs | None:
    """The JSON object in a payload; None if RFC 8259 does not allow the payload as one object."""
    try:
        found = strict_json(payload)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, Pairs) else None


def is_json_but_not_an_object(payload: bytes | None) -> bool:
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
    """Names as Java encodes them: an unpaired surrogate becomes a question mark."""
    names = {name.encode("utf-8", "replace").decode("utf-8") for name, _ in event}
    return names - set(topic.fields)
