"""Sample the rejected messages of each combination of failed rules."""

import json
from typing import Any

import pyarrow as pa

from tools.report.delta_snapshot import DeltaSnapshot

# A quarantine can be as big as a topic: the newest rows show why it grows.
ROWS_READ = 20_000
SAMPLES_A_REASON = 3
PAYLOAD_LENGTH = 600

PLACE = ["kafka_timestamp", "kafka_topic", "kafka_partition", "kafka_offset"]
PAYLOAD = "value"
REASONS = "failed_expectations"


def quarantine_samples(snapshot: DeltaSnapshot) -> dict[str, Any]:
    """Group rows by failed rules, most frequent first; `read` is the number of rows examined."""
    newest = snapshot.newest(ROWS_READ)
    if newest.rows == 0:
        return {"rows": 0, "read": 0, "reasons": []}
    columns = newest.columns()
    # Rows dropped downstream of bronze have no payload: show their columns instead.
    shown = [PAYLOAD] if PAYLOAD in columns else [name for name in columns if name != REASONS]
    rows = newest.read([*dict.fromkeys([*PLACE, *shown, REASONS])])
    reasons: dict[tuple[str, ...], list[int]] = {}
    for position, failed in enumerate(rows.column(REASONS).to_pylist()):
        reasons.setdefault(tuple(failed or ()), []).append(position)
    frequent_first = sorted(reasons.items(), key=lambda reason: (-len(reason[1]), reason[0]))
    return {
        "rows": snapshot.rows,
        "read": newest.rows,
        "reasons": [
            {
                "rules": list(rules),
                "rows": len(positions),
                "samples": [
                    _sample(rows.slice(position, 1), shown)
                    for position in positions[-SAMPLES_A_REASON:]
                ],
            }
            for rules, positions in frequent_first
        ],
    }


def _sample(row: pa.Table, shown: list[str]) -> dict[str, Any]:
    place = row.select(PLACE).to_pylist()[0]
    payload = _payload(row.select(shown))
    text = None if payload is None else payload.decode("utf-8", errors="replace")
    return {
        "time": place["kafka_timestamp"],
        "topic": place["kafka_topic"],
        "partition": place["kafka_partition"],
        "offset": place["kafka_offset"],
        "value": text if text is None else text[:PAYLOAD_LENGTH],
        "length": 0 if payload is None else len(payload),
    }


def _payload(row: pa.Table) -> bytes | None:
    if row.column_names == [PAYLOAD]:
        # A payload may not be text, so it is read as bytes.
        return row.column(PAYLOAD).cast("binary")[0].as_py()
    return json.dumps(row.to_pylist()[0], default=str, ensure_ascii=False).encode()
