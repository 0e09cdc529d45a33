"""How Databricks can refresh a materialized view, according to the rules that it documents.

- Requirements: https://docs.databricks.com/aws/en/ldp/incremental-refresh
- Obstacles: https://docs.databricks.com/aws/en/error-messages/materialized-view-not-incrementalizable-error-class
- Techniques, and more obstacles: MaintenanceType and PlanNotIncrementalizableSubType in
  https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema

An operator that none of them names counts as an obstacle.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame

from tools.analysis.plans.logical_plan import items, kind_of

ROW_BASED = "ROW_BASED"
GROUP_AGGREGATE = "GROUP_AGGREGATE"
GENERIC_AGGREGATE = "GENERIC_AGGREGATE"
WINDOW_FUNCTION = "WINDOW_FUNCTION"

SOURCES = {"LocalRelation", "LogicalRDD", "LogicalRelation"}
SUPPORTED = {"Aggregate", "Filter", "Project", "SubqueryAlias", "Union", "View", "Window", *SOURCES}
JOINS = {"FullOuter", "Inner", "LeftOuter", "RightOuter"}
# May stand above a grouping or window functions: columns, HAVING and QUALIFY.
ABOVE = {"Filter", "Project", "SubqueryAlias"}
# Aggregates whose change follows from the changed rows alone.
ASSOCIATIVE = {"avg", "count", "count_if", "mean", "std", "stddev", "stddev_samp", "sum"}


@dataclass(frozen=True)
class IncrementalRefresh:
    """The technique that refreshes a view, unless there are obstacles."""

    technique: str
    obstacles: tuple[str, ...]
    # Aggregate functions that must see all rows of a group.
    generic_functions: tuple[str, ...]
    joins: int

    @property
    def is_possible(self) -> bool:
        """Whether the documented rules allow it."""
        return not self.obstacles

    @property
    def counts_distinct_values(self) -> bool:
        """Whether an aggregate function is DISTINCT."""
        return any(function.endswith("DISTINCT") for function in self.generic_functions)


def incremental_refresh(rows: DataFrame) -> IncrementalRefresh:
    """Classify the query of a view by its analyzed plan."""
    plan = rows._jdf.queryExecution().analyzed()
    nodes = list(_nodes(plan))
    kinds = [kind_of(node) for node in nodes]
    functions = [one for node in nodes for one in _aggregates(node)]
    of_groups = [one for node in nodes if kind_of(node) == "Aggregate" for one in _aggregates(node)]
    obstacles = [
        *(obstacle for node in nodes for obstacle in _obstacles_in(node)),
        *_misplaced(plan),
        *_not_deterministic_functions(rows, functions),
    ]
    generic = sorted({name for name in map(_name, of_groups) if name not in ASSOCIATIVE})
    if "Aggregate" in kinds:
        technique = GENERIC_AGGREGATE if generic else GROUP_AGGREGATE
    else:
        technique = WINDOW_FUNCTION if "Window" in kinds else ROW_BASED
    found = tuple(sorted(set(obstacles)))
    return IncrementalRefresh(technique, found, tuple(generic), kinds.count("Join"))


def _obstacles_in(node: Any) -> Iterator[str]:
    """What prevents an incremental refresh, wherever in the plan it is."""
    kind = kind_of(node)
    for expression in items(node.expressions()):
        yield from _not_deterministic(expression)
    if node.subqueries().size() > 0:
        yield "SUBQUERY_EXPRESSION_NOT_INCREMENTALIZABLE"
    if kind == "Window" and node.partitionSpec().size() == 0:
        yield "WINDOW_WITHOUT_PARTITION_BY"
    if kind == "Join":
        if node.joinType().toString() not in JOINS:
            yield f"OPERATOR_NOT_INCREMENTALIZABLE ({node.joinType().toString()} join)"
    elif kind not in SUPPORTED:
        yield f"OPERATOR_NOT_INCREMENTALIZABLE ({kind})"


def _misplaced(plan: Any) -> Iterator[str]:
    """Groupings and window functions that are not at the top of a plan."""
    node, computes = plan, False
    while kind_of(node) in ABOVE:
        computes = computes or (kind_of(node) == "Project" and not _only_passes_columns(node))
        node = node.children().apply(0)
    if kind_of(node) == "Aggregate":
        if computes:
            yield "AGGREGATE_NOT_TOP_NODE"
        node = node.children().apply(0)
    else:
        while kind_of(node) == "Window":
            node = node.children().apply(0)
    kinds = {kind_of(below) for below in _nodes(node)}
    if "Aggregate" in kinds:
        yield "AGGREGATE_NOT_TOP_NODE"
    if "Window" in kinds:
        yield "WINDOW_FUNCTION_NOT_TOP_LEVEL"


def _not_deterministic(expression: Any) -> Iterator[str]:
    """The innermost parts of an expression that depend on more than rows."""
    if expression.deterministic():
        return
    inner = [name for child in items(expression.children()) for name in _not_deterministic(child)]
    if inner:
        yield from inner
    elif "UDF" in kind_of(expression):
        yield f"UDF_NOT_DETERMINISTIC ({expression.name()})"
    else:
        yield f"EXPRESSION_NOT_DETERMINISTIC ({expression.prettyName()})"


def _not_deterministic_functions(rows: DataFrame, functions: list[Any]) -> Iterator[str]:
    """Aggregate functions whose result depends on the order of rows, and functions of time.

    Catalyst considers them deterministic; the documentation of these functions does not.
    """
    session = rows.sparkSession
    catalog = session._jsparkSession.sessionState().catalog()
    jvm = session._jvm.org.apache.spark.sql.catalyst
    for name in {one.aggregateFunction().prettyName() for one in functions}:
        info = catalog.lookupFunctionInfo(jvm.FunctionIdentifier(name))
        if "non-deterministic" in info.getUsage() + info.getNote():
            yield f"EXPRESSION_NOT_DETERMINISTIC ({name})"
    plan = rows._jdf.queryExecution().analyzed()
    if plan.containsPattern(jvm.trees.TreePattern.CURRENT_LIKE()):
        yield "EXPRESSION_NOT_DETERMINISTIC (current time)"


def _aggregates(node: Any) -> Iterator[Any]:
    """The aggregate functions of a grouping, or of window functions."""
    if kind_of(node) in ("Aggregate", "Window"):
        for expression in items(node.expressions()):
            yield from (one for one in _nodes(expression) if kind_of(one) == "AggregateExpression")


def _name(aggregate: Any) -> str:
    name = aggregate.aggregateFunction().prettyName()
    return f"{name} DISTINCT" if aggregate.isDistinct() else name


def _only_passes_columns(project: Any) -> bool:
    return all(
        kind_of(one.child() if kind_of(one) == "Alias" else one) == "AttributeReference"
        for one in items(project.projectList())
    )


def _nodes(tree: Any) -> Iterator[Any]:
    """A node of a plan or of an expression, and everything below it."""
    yield tree
    for child in items(tree.children()):
        yield from _nodes(child)
