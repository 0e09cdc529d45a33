"""How new rows can be taken by a stream: decided by the plan of its function, not by its name.

A plan that keeps no state gives the same rows whether its input comes as a stream or as a batch.
So does deduplication within a watermark, where the table itself remembers the keys. Everything
else is left to Structured Streaming.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from py4j.java_gateway import get_field
from pyspark.sql import DataFrame

from tools.analysis.plans.logical_plan import attribute_id, items, kind_of
from tools.local.runtime.definition import Definition
from tools.local.runtime.expectations import DROP
from tools.local.runtime.kafka_offsets import is_understood
from tools.local.runtime.reading import OutsideSource
from tools.local.runtime.source_files import FILE_FORMATS, is_local

STATELESS = {
    "ArrowEvalPython",
    "BatchEvalPython",
    "EventTimeWatermark",
    "Filter",
    "Generate",
    "MapInArrow",
    "MapInPandas",
    "Project",
    "Repartition",
    "ResolvedHint",
    "StreamingRelation",
    "StreamingRelationV2",
    "SubqueryAlias",
    "Union",
    "View",
}
KEEPS_EVERY_ROW = {"Project", "SubqueryAlias", "ArrowEvalPython", "BatchEvalPython"}


@dataclass(frozen=True)
class Deduplication:
    """Rows that repeat the keys of an earlier one are left out.

    `keys` and `time` are columns of the table, `watermark` is the time where rows are compared.
    """

    keys: tuple[str, ...]
    time: str
    watermark: str
    milliseconds: int


@dataclass(frozen=True)
class FlowPlan:
    """Whether a flow can take its new rows as one batch, and what it must remember."""

    is_batch: bool
    deduplication: Deduplication | None = None

    def as_json(self) -> dict[str, Any]:
        """The plan as it is noted."""
        found = self.deduplication
        if found is None:
            return {"batch": self.is_batch, "deduplication": None}
        return {"batch": self.is_batch, "deduplication": {**vars(found), "keys": list(found.keys)}}

    @staticmethod
    def from_json(noted: dict[str, Any]) -> "FlowPlan":
        """The plan as it was noted."""
        found = noted["deduplication"]
        if found is None:
            return FlowPlan(noted["batch"])
        return FlowPlan(noted["batch"], Deduplication(**{**found, "keys": tuple(found["keys"])}))


def flow_plan(definition: Definition, rows: DataFrame, sources: list[OutsideSource]) -> FlowPlan:
    """The plan of a flow whose function returns the stream `rows`."""
    jvm = rows.sparkSession._jvm
    plan = rows._jdf.queryExecution().analyzed()
    # What Spark, and Databricks, would refuse to run as a stream is refused here as well.
    jvm.org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker.checkForStreaming(
        plan, jvm.org.apache.spark.sql.streaming.OutputMode.Append()
    )
    if not all(map(_can_be_read_in_batches, sources)):
        return FlowPlan(False)
    stateful = [node for node in _streaming_nodes(plan) if not _is_stateless(node)]
    if not stateful:
        return FlowPlan(True)
    if len(stateful) == 1 and kind_of(stateful[0]) == "DeduplicateWithinWatermark":
        found = _deduplication(plan, stateful[0])
        if found is not None and not any(e.action == DROP for e in definition.expectations):
            return FlowPlan(True, found)
    return FlowPlan(False)


def _can_be_read_in_batches(source: OutsideSource) -> bool:
    if not source.is_stream:
        return True
    if source.format == "kafka":
        return is_understood(source.options)
    return (
        source.format in FILE_FORMATS
        and source.schema is not None
        and bool(source.paths)
        and all(map(is_local, source.paths))
    )


def _is_stateless(node: Any) -> bool:
    if kind_of(node) == "Join":
        # A join with rows at rest; one of two streams waits for rows to come.
        return sum(child.isStreaming() for child in items(node.children())) == 1
    return kind_of(node) in STATELESS


def _deduplication(plan: Any, deduplicate: Any) -> Deduplication | None:
    """The deduplication, if every row it lets through is a row of the table, with keys and time."""
    watermarks = [n for n in _streaming_nodes(deduplicate) if kind_of(n) == "EventTimeWatermark"]
    if len(watermarks) != 1:
        return None
    delay = watermarks[0].delay()
    is_moment = watermarks[0].eventTime().dataType().simpleString() == "timestamp"
    if get_field(delay, "months") != 0 or not is_moment:
        return None
    # Attributes that the table needs to have, followed upwards to their names in the table.
    wanted = [attribute_id(key) for key in items(deduplicate.keys())] + [
        attribute_id(watermarks[0].eventTime())
    ]
    compared = {attribute_id(one): one.name() for one in items(deduplicate.output())}
    watermark = compared[wanted[-1]]
    path = []
    node = plan
    while not node.equals(deduplicate):
        children = items(node.children())
        if kind_of(node) not in KEEPS_EVERY_ROW or len(children) != 1:
            return None
        path.append(node)
        node = children[0]
    for node in reversed(path):
        if kind_of(node) == "Project":
            renamed = {}
            for column in items(node.projectList()):
                source = column.child() if kind_of(column) == "Alias" else column
                if kind_of(source) == "AttributeReference":
                    renamed.setdefault(attribute_id(source), attribute_id(column))
            if not all(attribute in renamed for attribute in wanted):
                return None
            wanted = [renamed[attribute] for attribute in wanted]
    names = {attribute_id(attribute): attribute.name() for attribute in items(plan.output())}
    *keys, time = [names[attribute] for attribute in wanted]
    milliseconds = get_field(delay, "days") * 86_400_000 + get_field(delay, "microseconds") // 1000
    return Deduplication(tuple(keys), time, watermark, milliseconds)


def _streaming_nodes(plan: Any) -> Iterator[Any]:
    if not plan.isStreaming():
        return
    yield plan
    for child in items(plan.children()):
        yield from _streaming_nodes(child)
