"""Rows of the gold tables, limited to what the report's charts draw."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

Rows = list[dict[str, Any]]

DAYS_SHOWN = 120
ARTISTS_SHOWN = 12
WEEKS_SHOWN = 12


@dataclass(frozen=True)
class ChartSource:
    """The table and columns of a chart, and the function that selects its rows."""

    table: str
    columns: tuple[str, ...]
    rows: Callable[[pa.Table], Rows]


def last_days(table: pa.Table) -> Rows:
    """Return the rows of the last days, oldest first."""
    return table.sort_by("date").to_pylist()[-DAYS_SHOWN:]


def top_artists(table: pa.Table) -> Rows:
    """Return the most played artists over all days."""
    plays = table.group_by(["artist_id", "artist"]).aggregate([("plays", "sum")])
    order = [("plays_sum", "descending"), ("artist", "ascending")]
    return [
        {"artist": row["artist"], "plays": row["plays_sum"]}
        for row in plays.sort_by(order).slice(0, ARTISTS_SHOWN).to_pylist()
    ]


def cohorts(table: pa.Table) -> Rows:
    """Return the retention of each weekly cohort, ordered by cohort and week."""
    near = table.filter(pc.less_equal(table.column("weeks_since"), WEEKS_SHOWN))
    return near.sort_by([("cohort_week", "ascending"), ("weeks_since", "ascending")]).to_pylist()


CHART_SOURCES = {
    "active_users": ChartSource(
        "gold_daily_activity",
        ("date", "daily_active_users", "weekly_active_users", "monthly_active_users", "new_users"),
        last_days,
    ),
    "top_artists": ChartSource(
        "gold_daily_artist_popularity",
        ("artist_id", "artist", "plays"),
        top_artists,
    ),
    "subscriptions": ChartSource(
        "gold_daily_subscriptions",
        ("date", "paid_users", "upgrades", "downgrades"),
        last_days,
    ),
    "retention": ChartSource(
        "gold_weekly_retention",
        ("cohort_week", "weeks_since", "cohort_users", "retained_users", "retention_rate"),
        cohorts,
    ),
}
