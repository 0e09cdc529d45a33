# Databricks notebook source
# MAGIC %md
# MAGIC # Table access
# MAGIC
# MAGIC Sets grants and tags on the tables of the platform, as declared in `TABLES`. The job
# MAGIC parameters name the analysts and auditors; no one else has grants on individual tables.
# MAGIC Analysts cannot read tables with personal data.
# MAGIC
# MAGIC Changes made here are lost with the next deployment: edit the project it is deployed from.

# COMMAND ----------

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

# COMMAND ----------

# Privileges that include reading a table.
READ_PRIVILEGES = ("SELECT", "ALL PRIVILEGES")

# Securables from which a table inherits a privilege.
CONTAINERS = ("METASTORE", "CATALOG", "SCHEMA", "DATABASE")

LAYER = "layer"
PERSONAL_DATA = "personal_data"


class TableAccessError(Exception):
    """Lists every statement that failed, with its reason."""


@dataclass
class Present:
    """The current state of a table: readers by privilege, and tags."""

    grants: list[tuple[str, str]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    column_tags: dict[str, str] = field(default_factory=dict)


def set_table_access(
    spark: SparkSession, parameters: Mapping[str, str], tables: Mapping[str, Mapping[str, Any]]
) -> None:
    """Set grants and tags of all tables; a second run changes nothing.

    Tables that the pipeline has not created yet are reported and skipped. If a statement fails, the
    others still run.
    """
    catalog, schema = parameters["catalog"], parameters["schema"]
    there = present_tables(spark, catalog, schema)
    failures: list[str] = []
    done = 0
    for name, table in tables.items():
        if name not in there:
            print(f"{name} does not exist yet. The next update creates it.")
            continue
        path = quoted(catalog, schema, name)
        try:
            there[name].grants = read_grants(spark, path)
        except Exception as error:
            failures.append(failure(f"SHOW GRANTS ON TABLE {path}", error))
            continue
        for statement in statements(path, table, parameters, there[name]):
            try:
                spark.sql(statement)
                print(statement)
                done += 1
            except Exception as error:
                failures.append(failure(statement, error))
    print(f"Statements run: {done}, failed: {len(failures)}.")
    if failures:
        raise TableAccessError("\n".join(["These statements failed:", *failures]))


def statements(
    path: str, table: Mapping[str, Any], parameters: Mapping[str, str], present: Present
) -> list[str]:
    """Return the statements that bring a table to its desired state; revokes come first."""
    readers = [parameters[role] for role in table["readers"] if role in parameters]
    tags = json.loads(parameters["tags"])
    if table["layer"] is not None:
        tags[LAYER] = table["layer"]
    return [
        *revoke_statements(path, readers, present.grants),
        *column_tag_statements(path, table["personal_columns"], present.column_tags),
        *table_tag_statements(path, tags, present.tags),
        *grant_statements(path, readers, present.grants),
    ]


def revoke_statements(path: str, readers: list[str], grants: list[tuple[str, str]]) -> list[str]:
    """Revoke read privileges from everyone not listed, whoever granted them.

    As with grants in Terraform and dbt, the project is the single source of truth.
    """
    return [
        f"REVOKE {privilege} ON TABLE {path} FROM {quoted(principal)}"
        for principal, privilege in grants
        if principal not in readers
    ]


def grant_statements(path: str, readers: list[str], grants: list[tuple[str, str]]) -> list[str]:
    """Grant read access to readers that lack it."""
    can_read = {principal for principal, _ in grants}
    return [
        f"GRANT SELECT ON TABLE {path} TO {quoted(principal)}"
        for principal in readers
        if principal not in can_read
    ]


def table_tag_statements(
    path: str, tags: Mapping[str, str], present: Mapping[str, str]
) -> list[str]:
    """Set tags that are missing or have a different value; unrelated tags are kept."""
    return [
        statement
        for key, value in tags.items()
        for statement in tag_statements(f"TABLE {path}", key, value, present.get(key))
    ]


def column_tag_statements(
    path: str, personal_columns: list[str], present: Mapping[str, str]
) -> list[str]:
    """Tag the personal columns, and no others. Column names are compared case-insensitively."""
    found = {column.lower(): value for column, value in present.items()}
    personal = {column.lower() for column in personal_columns}
    return [
        *(
            f"UNSET TAG ON COLUMN {path}.{quoted(column)} {quoted(PERSONAL_DATA)}"
            for column in present
            if column.lower() not in personal
        ),
        *(
            statement
            for column in personal_columns
            for statement in tag_statements(
                f"COLUMN {path}.{quoted(column)}", PERSONAL_DATA, "true", found.get(column.lower())
            )
        ),
    ]


def tag_statements(target: str, key: str, value: str, present: str | None) -> list[str]:
    """Set a tag. A different value is unset first, because the catalog would reject the change."""
    if present == value:
        return []
    unset = [] if present is None else [f"UNSET TAG ON {target} {quoted(key)}"]
    return [*unset, f"SET TAG ON {target} {quoted(key)} = {quoted(value)}"]


def present_tables(spark: SparkSession, catalog: str, schema: str) -> dict[str, Present]:
    """Return every table and view of the schema by name, with its tags."""

    def information(view: str, column: str) -> list[Row]:
        rows = spark.table(quoted(catalog, "information_schema", view))
        return rows.where(F.col(column) == schema).collect()

    tables = {row.table_name: Present() for row in information("tables", "table_schema")}
    for row in information("table_tags", "schema_name"):
        if row.table_name in tables:
            tables[row.table_name].tags[row.tag_name] = row.tag_value
    for row in information("column_tags", "schema_name"):
        if row.table_name in tables and row.tag_name == PERSONAL_DATA:
            tables[row.table_name].column_tags[row.column_name] = row.tag_value
    return tables


def read_grants(spark: SparkSession, path: str) -> list[tuple[str, str]]:
    """Return who may read the table by a grant on the table itself, and by which privilege.

    SHOW GRANTS also lists inherited privileges, which this notebook never changes.
    """
    grants = []
    for principal, action, securable, *_ in spark.sql(f"SHOW GRANTS ON TABLE {path}").collect():
        privilege = action.upper().replace("_", " ")
        if privilege in READ_PRIVILEGES and (securable or "").upper() not in CONTAINERS:
            grants.append((principal, privilege))
    return grants


def quoted(*names: str) -> str:
    """Return names as one quoted identifier."""
    return ".".join(f"`{name.replace('`', '``')}`" for name in names)


def failure(statement: str, error: Exception) -> str:
    """Return a statement and the first line of its error."""
    reason = str(error).strip() or type(error).__name__
    return f"{statement}: {reason.splitlines()[0]}"


# COMMAND ----------

TABLES = {
    "raw_page_view_events": {
        "layer": "raw",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
        ],
    },
    "raw_listen_events": {
        "layer": "raw",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
        ],
    },
    "raw_auth_events": {
        "layer": "raw",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
        ],
    },
    "raw_status_change_events": {
        "layer": "raw",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
        ],
    },
    "bronze_page_view_events": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_page_view_events_quarantine": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_listen_events": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_listen_events_quarantine": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_auth_events": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_auth_events_quarantine": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_status_change_events": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "bronze_status_change_events_quarantine": {
        "layer": "bronze",
        "readers": [],
        "personal_columns": [
            "kafka_key",
            "value",
            "sessionId",
            "userId",
            "city",
            "zip",
            "state",
            "userAgent",
            "lon",
            "lat",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "event_id",
        ],
    },
    "silver_page_views": {
        "layer": "silver",
        "readers": [],
        "personal_columns": [
            "event_id",
            "userId",
            "sessionId",
            "firstName",
            "lastName",
            "gender",
            "registration",
            "location_id",
            "city",
            "zip",
            "state",
            "lon",
            "lat",
            "userAgent",
            "device_family",
        ],
    },
    "silver_listens": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["event_id", "userId", "sessionId", "state"],
    },
    "silver_auth_attempts": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["event_id", "userId", "sessionId"],
    },
    "silver_level_changes": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["event_id", "userId", "sessionId"],
    },
    "silver_user_profiles": {
        "layer": "silver",
        "readers": [],
        "personal_columns": [
            "userId",
            "firstName",
            "lastName",
            "gender",
            "city",
            "state",
            "registration",
        ],
    },
    "active_users": {"layer": "silver", "readers": [], "personal_columns": ["userId"]},
    "silver_user_days": {"layer": "silver", "readers": [], "personal_columns": ["userId"]},
    "silver_user_sessions": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["sessionId", "userId", "device_family"],
    },
    "silver_songs": {"layer": "silver", "readers": [], "personal_columns": []},
    "silver_artists": {"layer": "silver", "readers": [], "personal_columns": []},
    "silver_locations": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["location_id", "city", "state", "zip", "lon", "lat"],
    },
    "silver_session_pages": {
        "layer": "silver",
        "readers": [],
        "personal_columns": ["sessionId", "userId"],
    },
    "silver_user_activity": {"layer": "silver", "readers": [], "personal_columns": ["userId"]},
    "silver_daily_changes": {"layer": "silver", "readers": [], "personal_columns": []},
    "silver_daily_sessions": {"layer": "silver", "readers": [], "personal_columns": []},
    "silver_weekly_cohorts": {"layer": "silver", "readers": [], "personal_columns": []},
    "gold_daily_user_metrics": {"layer": "gold", "readers": [], "personal_columns": ["userId"]},
    "gold_daily_activity": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_daily_song_popularity": {
        "layer": "gold",
        "readers": ["analysts"],
        "personal_columns": [],
    },
    "gold_daily_song_ranking": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_daily_artist_popularity": {
        "layer": "gold",
        "readers": ["analysts"],
        "personal_columns": [],
    },
    "gold_daily_artist_ranking": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_daily_location_metrics": {
        "layer": "gold",
        "readers": ["analysts"],
        "personal_columns": [],
    },
    "gold_daily_subscriptions": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_hourly_login_health": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_weekly_retention": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "gold_listens_wide": {
        "layer": "gold",
        "readers": [],
        "personal_columns": [
            "event_id",
            "userId",
            "sessionId",
            "user_gender",
            "user_state",
            "user_registered_at",
            "device_family",
        ],
    },
    "gold_listens": {"layer": "gold", "readers": ["analysts"], "personal_columns": []},
    "event_log_ingestion": {"layer": None, "readers": ["auditors"], "personal_columns": []},
    "event_log_analytics": {"layer": None, "readers": ["auditors"], "personal_columns": []},
    "quality_gate_results": {"layer": None, "readers": ["auditors"], "personal_columns": []},
    "reconciliation_results": {"layer": None, "readers": ["auditors"], "personal_columns": []},
}

# COMMAND ----------

set_table_access(spark, dbutils.widgets.getAll(), TABLES)
