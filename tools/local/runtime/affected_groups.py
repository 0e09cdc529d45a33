"""Which groups of a view new rows of its inputs belong to.

A view can be refreshed group by group if a grouping decides everything in it: above it only
columns, conditions and windows within groups, below it only columns, conditions, unions and joins.
Then new rows, sent through what is below the grouping, name the groups that they change, and
Spark moves a condition on the groups from the result of the view down to its inputs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as compute
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql.classic.column import Column as ClassicColumn
from pyspark.sql.classic.dataframe import DataFrame as ClassicDataFrame

from tools.analysis.plans.logical_plan import attribute_id, items, kind_of
from tools.local.runtime.change_events import column
from tools.local.runtime.stored_table import StoredFile

ABOVE = {"Project", "Filter", "SubqueryAlias", "Sort"}
ROWS = {"LogicalRelation", "LocalRelation", "LogicalRDD", "Range"}
BELOW = {"Project", "Filter", "SubqueryAlias", "Union", "View", *ROWS}
JOINS = {"Inner", "LeftOuter", "RightOuter"}
MOST_GROUPS = 50_000


@dataclass(frozen=True)
class AffectedGroups:
    """Some groups of a view, by its key columns."""

    keys: tuple[str, ...]
    hashes: list[int]
    least: Mapping[str, Any]
    greatest: Mapping[str, Any]

    @property
    def count(self) -> int:
        """How many groups there are."""
        return len(self.hashes)

    def condition(self) -> Column:
        """Whether a row of the view belongs to the groups; some others may share their hash."""
        listed = ", ".join(str(one) for one in self.hashes)
        names = ", ".join(f"`{key}`" for key in self.keys)
        return F.expr(f"xxhash64({names}) IN ({listed})")

    def may_be_in(self, file: StoredFile) -> bool:
        """Whether a file of the view may have rows of the groups."""
        for key, least in self.least.items():
            file_least, file_greatest = file.least.get(key), file.greatest.get(key)
            if file_least is None or file_greatest is None:
                continue
            if file_greatest < least or file_least > self.greatest[key]:
                return False
        return True


@dataclass(frozen=True)
class _Grouping:
    """The grouping of a view: its key columns in the result, and in what is below it."""

    keys: tuple[str, ...]
    expressions: tuple[Any, ...]
    below: Any


def affected_groups(
    build: Callable[[Mapping[str, tuple[StoredFile, ...]]], DataFrame],
    new: Mapping[str, tuple[StoredFile, ...]],
) -> AffectedGroups | str:
    """The groups that new files of the inputs change, or why they are unknown."""
    rows = build(dict(new))
    grouping = _grouping(rows)
    if isinstance(grouping, str):
        return grouping
    problem = _problem_below(grouping.below, len(new))
    if problem is not None:
        return problem
    sent = [(rows, grouping)]
    if _has_joins(grouping.below):
        # A new row meets all rows of the other inputs, so each input is sent through by itself.
        alone = [build({name: files}) for name, files in new.items() if files]
        sent = [(one, _known_grouping(one)) for one in alone]
    found = _keys(*sent[0])
    for one in sent[1:]:
        found = found.unionAll(_keys(*one))
    answer = found.distinct().limit(MOST_GROUPS + 1).toArrow()
    if answer.num_rows > MOST_GROUPS:
        return f"more than {MOST_GROUPS:,} groups have new rows"
    bounds = {
        key: compute.min_max(answer.column(key)).as_py()
        for key in grouping.keys
        if answer.column(key).null_count == 0 and _is_ordered(answer.column(key).type)
    }
    return AffectedGroups(
        grouping.keys,
        answer.column("__hash").to_pylist(),
        {key: found["min"] for key, found in bounds.items()},
        {key: found["max"] for key, found in bounds.items()},
    )


def _grouping(rows: DataFrame) -> _Grouping | str:
    """The first grouping below the result, with the key columns that come through to it."""
    node = rows._jdf.queryExecution().analyzed()
    # Columns of the result by the attribute that they are in the node.
    wanted = {attribute_id(attribute): attribute.name() for attribute in items(node.output())}
    while kind_of(node) != "Aggregate":
        if node.subqueries().size() > 0:
            return "it has a query within a query"
        if kind_of(node) == "Project":
            wanted = {
                attribute_id(source): wanted[attribute_id(one)]
                for one in items(node.projectList())
                if attribute_id(one) in wanted and (source := _plain_attribute(one)) is not None
            }
        elif kind_of(node) == "Window":
            within = {
                attribute_id(one)
                for one in items(node.partitionSpec())
                if kind_of(one) == "AttributeReference"
            }
            wanted = {one: name for one, name in wanted.items() if one in within}
        elif kind_of(node) not in ABOVE:
            return f"no grouping decides its rows ({node.nodeName()})"
        node = node.children().apply(0)
    groupings = items(node.groupingExpressions())
    keys: list[str] = []
    expressions: list[Any] = []
    for one in items(node.aggregateExpressions()):
        name = wanted.get(attribute_id(one))
        source = one.child() if kind_of(one) == "Alias" else one
        if name is not None and any(source.semanticEquals(grouping) for grouping in groupings):
            keys.append(name)
            expressions.append(source)
    if not keys:
        return "its rows do not tell their group"
    return _Grouping(tuple(keys), tuple(expressions), node.children().apply(0))


def _known_grouping(rows: DataFrame) -> _Grouping:
    """The grouping of a view that is known to have one."""
    found = _grouping(rows)
    assert isinstance(found, _Grouping), found
    return found


def _problem_below(plan: Any, inputs: int) -> str | None:
    """Why the groups of a new row do not follow from the row; None if they do."""
    nodes = _nodes(plan)
    for node in nodes:
        if node.subqueries().size() > 0:
            return "it has a query within a query"
        if kind_of(node) == "Join":
            if node.joinType().toString() not in JOINS:
                return f"a {node.joinType().toString()} join leaves out rows when others come"
        elif kind_of(node) not in BELOW:
            return f"its groups depend on other groups ({node.nodeName()})"
    relations = [node for node in nodes if node.children().size() == 0]
    if len(relations) > inputs and _has_joins(plan):
        return "it joins an input with itself"
    return None


def _has_joins(plan: Any) -> bool:
    return any(kind_of(node) == "Join" for node in _nodes(plan))


def _nodes(plan: Any) -> list[Any]:
    return [plan, *(node for child in items(plan.children()) for node in _nodes(child))]


def _keys(rows: DataFrame, grouping: _Grouping) -> DataFrame:
    """The keys and their hash of all rows that come to a grouping."""
    jvm = rows.sparkSession._jvm
    frame = ClassicDataFrame(
        jvm.org.apache.spark.sql.classic.Dataset.ofRows(
            rows.sparkSession._jsparkSession, grouping.below
        ),
        rows.sparkSession,
    )
    to_column = jvm.org.apache.spark.sql.classic.ExpressionUtils.column
    keys = frame.select(
        *[
            ClassicColumn(to_column(expression)).alias(key)
            for key, expression in zip(grouping.keys, grouping.expressions, strict=True)
        ]
    )
    return keys.withColumn("__hash", F.xxhash64(*[column(key) for key in grouping.keys]))


def _plain_attribute(named: Any) -> Any | None:
    """The attribute that a column passes on unchanged, or None."""
    source = named.child() if kind_of(named) == "Alias" else named
    return source if kind_of(source) == "AttributeReference" else None


def _is_ordered(kind: Any) -> bool:
    types = pa.types
    return (
        types.is_integer(kind)
        or types.is_date(kind)
        or types.is_timestamp(kind)
        or (types.is_string(kind) or types.is_large_string(kind))
    )
