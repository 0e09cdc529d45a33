"""What a notebook declares about a dataset."""

from collections.abc import Callable
from dataclasses import dataclass

from pyspark.sql import DataFrame
from pyspark.sql.types import StructType

from tools.local.runtime.expectations import Expectation

STREAMING_TABLE = "streaming_table"
MATERIALIZED_VIEW = "materialized_view"
TEMPORARY_VIEW = "temporary_view"
AUTO_CDC_TABLE = "auto_cdc_table"
PUBLISHED_VIEW = "published_view"


@dataclass(frozen=True)
class ChangeFlow:
    """How an AUTO CDC table follows its change events."""

    source: str
    keys: tuple[str, ...]
    sequence_by: str
    scd_type: int
    apply_as_deletes: str | None = None
    column_list: tuple[str, ...] | None = None
    except_column_list: tuple[str, ...] = ()
    track_history_column_list: tuple[str, ...] | None = None
    track_history_except_column_list: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublishedQuery:
    """The statement behind a published view."""

    sql: str
    columns: tuple[tuple[str, str | None], ...] = ()


@dataclass
class Definition:
    """A dataset as the notebook defines it, whatever its kind."""

    name: str
    kind: str
    place: str
    function: Callable[[], DataFrame] | None = None
    comment: str | None = None
    schema: str | StructType | None = None
    table_properties: dict[str, str] | None = None
    cluster_by: tuple[str, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    change_flow: ChangeFlow | None = None
    query: PublishedQuery | None = None
    code: str = ""

    @property
    def is_table(self) -> bool:
        """Whether it has rows of its own, stored on disk."""
        return self.kind not in (TEMPORARY_VIEW, PUBLISHED_VIEW)

    @property
    def is_stream(self) -> bool:
        """Whether its flow only takes what is new in its sources."""
        return self.kind in (STREAMING_TABLE, AUTO_CDC_TABLE)

    @property
    def may_be_reset(self) -> bool:
        """Whether a full refresh may truncate it."""
        allowed = (self.table_properties or {}).get("pipelines.reset.allowed", "true")
        return str(allowed).lower() != "false"
