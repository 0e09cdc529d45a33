"""The event log: what happened in each update, in the shape of Databricks' pipeline event log.

@see https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema
"""

import json
import threading
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pyspark.sql.types import StructType

from tools.local.runtime.step_times import step
from tools.local.runtime.stored_table import PLAIN, create_table, open_table

SCHEMA = """
    id STRING COMMENT 'Identity of the event',
    sequence STRUCT<
        data_plane_id: STRUCT<instance: STRING, seq_no: BIGINT>,
        control_plane_seq_no: BIGINT
    > COMMENT 'Orders events',
    origin STRUCT<
        pipeline_id: STRING, pipeline_type: STRING, pipeline_name: STRING, update_id: STRING,
        dataset_name: STRING, flow_id: STRING, flow_name: STRING
    > COMMENT 'Where the event comes from',
    timestamp TIMESTAMP COMMENT 'When it happened, UTC',
    message STRING COMMENT 'The event for people',
    level STRING COMMENT 'INFO, WARN, ERROR or METRICS',
    error STRUCT<
        fatal: BOOLEAN, exceptions: ARRAY<STRUCT<class_name: STRING, message: STRING>>
    > COMMENT 'What went wrong, if something did',
    details STRING COMMENT 'The event for programs, JSON, by event_type',
    event_type STRING COMMENT 'create_update, update_progress, flow_definition, flow_progress, …',
    maturity_level STRING COMMENT 'Whether the shape of the event may change'
"""


class EventLog:
    """Collects the events of one update of a pipeline; they are written once, when it ends."""

    def __init__(self, pipeline: str, update: str) -> None:
        """Nothing has happened yet."""
        self._pipeline = pipeline
        self._update = update
        self._events: list[dict[str, Any]] = []
        self._lock = threading.Lock()

    def add(
        self,
        event_type: str,
        message: str,
        details: dict[str, Any],
        dataset: str | None = None,
        level: str = "INFO",
        error: BaseException | None = None,
    ) -> None:
        """Note an event."""
        now = datetime.now(timezone.utc)
        number = int(now.timestamp() * 1_000_000)
        failure = None
        if error is not None:
            exception = {"class_name": type(error).__name__, "message": message}
            failure = {"fatal": True, "exceptions": [exception]}
        origin = {
            "pipeline_id": self._pipeline,
            "pipeline_type": "LOCAL",
            "pipeline_name": self._pipeline,
            "update_id": self._update,
            "dataset_name": dataset,
            "flow_id": dataset,
            "flow_name": dataset,
        }
        sequence = {
            "data_plane_id": {"instance": "local", "seq_no": number},
            "control_plane_seq_no": number,
        }
        with self._lock:
            self._events.append(
                {
                    "id": str(uuid.uuid4()),
                    "sequence": sequence,
                    "origin": origin,
                    "timestamp": now,
                    "message": message,
                    "level": level,
                    "error": failure,
                    "details": json.dumps({event_type: details}),
                    "event_type": event_type,
                    "maturity_level": "STABLE",
                }
            )

    @step("write the event log")
    def write(self, path: Path) -> None:
        """Append the events to the table of the event log."""
        events, self._events = self._events, []
        table = open_table(path) or create_table(path, StructType.fromDDL(SCHEMA), PLAIN)
        table.append(events)
