"""Published views: `CREATE VIEW` statements of SQL notebooks."""

import re
from pathlib import Path

from pyspark.errors import ParseException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from tools.analysis.plans.logical_plan import items
from tools.local.runtime.definition import PUBLISHED_VIEW, Definition, PublishedQuery
from tools.local.runtime.errors import PipelineError
from tools.local.runtime.failure import cause_of

CELL_SEPARATOR = re.compile(r"^-- COMMAND -+[ \t]*$", re.MULTILINE)
COMMENT_LINE = re.compile(r"^[ \t]*--.*$", re.MULTILINE)


def read_sql_notebook(path: Path, session: SparkSession) -> list[Definition]:
    """The views that a SQL notebook defines, taken apart by Spark's own parser."""
    text = path.read_text(encoding="utf-8")
    definitions = []
    start = 0
    for cell in CELL_SEPARATOR.split(text):
        statement = COMMENT_LINE.sub("", cell).strip().rstrip(";").strip()
        line = text.count("\n", 0, text.index(cell, start)) + 1
        start = text.index(cell, start) + len(cell)
        if statement:
            leading = len(COMMENT_LINE.sub("", cell)) - len(COMMENT_LINE.sub("", cell).lstrip())
            line += cell[:leading].count("\n") if leading <= len(cell) else 0
            definitions.append(_view(f"{path}:{line}", statement, session))
    return definitions


def dataset_names_in(sql: str, session: SparkSession, known: set[str]) -> list[str]:
    """Which of the known datasets a query reads, found in Spark's own parse of it."""
    plan = _parsed(sql, session).toString()
    names = re.findall(r"UnresolvedRelation \[([^\]]*)\]", plan)
    return [name for name in dict.fromkeys(names) if name in known]


def view_rows(definition: Definition, session: SparkSession) -> DataFrame:
    """The rows of a view; what it reads must be registered under its name in the session."""
    query = definition.query
    assert query is not None
    rows = session.sql(query.sql)
    if query.columns:
        rows = rows.toDF(*[name for name, _ in query.columns])
        commented = [
            F.col(f"`{name}`").alias(name, metadata={"comment": comment})
            for name, comment in query.columns
            if comment is not None
        ]
        if len(commented) == len(query.columns):
            rows = rows.select(commented)
    return rows


def _view(place: str, statement: str, session: SparkSession) -> Definition:
    try:
        plan = _parsed(statement, session)
    except ParseException as error:
        raise PipelineError(f"{place}: {cause_of(error)}") from None
    if plan.getClass().getSimpleName() != "CreateView":
        first_words = " ".join(statement.split()[:4])
        raise PipelineError(
            f"{place}: '{first_words} …' is not CREATE VIEW, the only statement that a SQL "
            "notebook of a pipeline may have here"
        )
    name = plan.child().nameParts().last()
    columns = tuple(
        (column._1(), column._2().get() if column._2().isDefined() else None)
        for column in items(plan.userSpecifiedColumns())
    )
    comment = plan.comment().get() if plan.comment().isDefined() else None
    query = PublishedQuery(plan.originalText().get(), columns)
    return Definition(
        name, PUBLISHED_VIEW, place, comment=comment, query=query, code=repr((query, comment))
    )


def _parsed(sql: str, session: SparkSession):
    return session._jsparkSession.sessionState().sqlParser().parsePlan(sql)
