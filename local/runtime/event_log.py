"""The event log: what happened in each update, in the shape of Databricks' pipeline event log.

@see https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema
"""

import json
import threading
import uuid
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

EVENT_LOG = "event_log"

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
    """Collects the events of one update; they are written once, when it ends."""

    def __init__(self, pipeline: str, update: str) -> None:
        """Nothing has happened yet."""
        self.pipeline = pipeline
        self._update = update
        self._events: list[tuple[Any, ...]] = []
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
        exceptions = None
        if error is not None:
            exceptions = (True, [(type(error).__name__, message)])
        with self._lock:
            self._events.append(
                (
                    str(uuid.uuid4()),
                    (("local", number), number),
                    (
                        self.pipeline,
                        "LOCAL",
                        self.pipeline,
                        self._update,
                        dataset,
                        dataset,
                        dataset,
                    ),
                    now,
                    message,
                    level,
                    exceptions,
                    json.dumps({event_type: details}),
                    event_type,
                    "STABLE",
                )
            )

    def write(self, session: SparkSession, table: Path) -> None:
        """Append the events to the Delta table of the event log."""
        events, self._events = self._events, []
        rows = session.createDataFrame(events, SCHEMA, verifySchema=False).coalesce(1)
        rows.write.format("delta").mode("append").save(str(table))
