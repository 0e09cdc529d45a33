"""Why messages are in quarantine."""

from datetime import datetime, timezone

import pyarrow as pa
import pyarrow.parquet as pq

from tools.report import quarantine_samples as module
from tools.report.delta_snapshot import DataFile, DeltaSnapshot
from tools.report.quarantine_samples import PAYLOAD_LENGTH, quarantine_samples

NOON = datetime(2026, 1, 1, 12, tzinfo=timezone.utc)


def snapshot(tmp_path, *files):
    """A quarantine with messages of a payload and the rules that they fail, file by file."""
    written = []
    for number, messages in enumerate(files):
        path = tmp_path / f"{number}.parquet"
        offsets = range(100 * number, 100 * number + len(messages))
        columns = {
            "kafka_timestamp": [NOON] * len(messages),
            "kafka_topic": ["sales"] * len(messages),
            "kafka_partition": pa.array([0] * len(messages), pa.int32()),
            "kafka_offset": list(offsets),
            "value": pa.array([payload for payload, _ in messages], pa.binary()),
            "failed_expectations": [rules for _, rules in messages],
        }
        pq.write_table(pa.table(columns), path)
        written.append(DataFile(path, len(messages), path.stat().st_size))
    return DeltaSnapshot(len(files), tuple(written))


def test_messages_are_counted_by_all_rules_that_they_fail_most_frequent_first(tmp_path):
    messages = [(b"{}", ["priced"]), (b"x", ["valid", "priced"]), (b"{}", ["priced"])]
    found = quarantine_samples(snapshot(tmp_path, messages))
    assert (found["rows"], found["read"]) == (3, 3)
    assert [(reason["rules"], reason["rows"]) for reason in found["reasons"]] == [
        (["priced"], 2),
        (["valid", "priced"], 1),
    ]


def test_samples_are_the_newest_of_a_reason_with_their_place(tmp_path):
    older = [(b"old", ["priced"])] * 5
    newer = [(b"new", ["priced"])] * 3
    [reason] = quarantine_samples(snapshot(tmp_path, older, newer))["reasons"]
    assert [sample["offset"] for sample in reason["samples"]] == [100, 101, 102]
    assert reason["samples"][0] == {
        "time": NOON,
        "topic": "sales",
        "partition": 0,
        "offset": 100,
        "value": "new",
        "length": 3,
    }


def test_a_payload_may_be_no_text_or_nothing_or_long(tmp_path):
    messages = [(b"\xff\xfe{", ["valid"]), (None, ["valid"]), (b"x" * 5000, ["valid"])]
    [reason] = quarantine_samples(snapshot(tmp_path, messages))["reasons"]
    values = [(sample["value"], sample["length"]) for sample in reason["samples"]]
    assert values == [("\ufffd\ufffd{", 3), (None, 0), ("x" * PAYLOAD_LENGTH, 5000)]


def test_what_has_no_payload_any_more_is_shown_by_its_columns(tmp_path):
    path = tmp_path / "silver.parquet"
    columns = {"price": [-1.5], "day": [NOON], "failed_expectations": [["price_positive"]]}
    pq.write_table(pa.table(columns), path)
    table = DeltaSnapshot(0, (DataFile(path, 1, 1),))
    [reason] = quarantine_samples(table)["reasons"]
    [sample] = reason["samples"]
    assert (sample["topic"], sample["offset"]) == (None, None)
    assert sample["value"] == '{"price": -1.5, "day": "2026-01-01 12:00:00+00:00"}'


def test_of_a_big_quarantine_only_the_newest_rows_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "ROWS_READ", 2)
    files = [[(b"old", ["a"])] * 3, [(b"new", ["b"])] * 3]
    found = quarantine_samples(snapshot(tmp_path, *files))
    assert (found["rows"], found["read"]) == (6, 3)
    assert [reason["rules"] for reason in found["reasons"]] == [["b"]]


def test_an_empty_quarantine_has_no_reasons(tmp_path):
    assert quarantine_samples(snapshot(tmp_path))["reasons"] == []
