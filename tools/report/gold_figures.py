"""What the gold tables say, small enough to be drawn."""

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
class GoldFigure:
    """Where a figure comes from, and how it is computed from the rows."""

    table: str
    columns: tuple[str, ...]
    rows: Callable[[pa.Table], Rows]


def last_days(table: pa.Table) -> Rows:
    """The rows of the last days, in their order."""
    return table.sort_by("date").to_pylist()[-DAYS_SHOWN:]


def top_artists(table: pa.Table) -> Rows:
    """The artists that were played most, over all days."""
    plays = table.group_by(["artist_id", "artist"]).aggregate([("plays", "sum")])
    order = [("plays_sum", "descending"), ("artist", "ascending")]
    return [
        {"artist": row["artist"], "plays": row["plays_sum"]}
        for row in plays.sort_by(order).slice(0, ARTISTS_SHOWN).to_pylist()
    ]


def cohorts(table: pa.Table) -> Rows:
    """How many of the users of a first week came again, in the order of weeks."""
    near = table.filter(pc.less_equal(table.column("weeks_since"), WEEKS_SHOWN))
    return near.sort_by([("cohort_week", "ascending"), ("weeks_since", "ascending")]).to_pylist()


GOLD_FIGURES = {
    "active_users": GoldFigure(
        "gold_daily_activity",
        ("date", "daily_active_users", "weekly_active_users", "monthly_active_users", "new_users"),
        last_days,
    ),
    "top_artists": GoldFigure(
        "gold_daily_artist_popularity",
        ("artist_id", "artist", "plays"),
        top_artists,
    ),
    "subscriptions": GoldFigure(
        "gold_daily_subscriptions",
        ("date", "paid_users", "upgrades", "downgrades"),
        last_days,
    ),
    "retention": GoldFigure(
        "gold_weekly_retention",
        ("cohort_week", "weeks_since", "cohort_users", "retained_users", "retention_rate"),
        cohorts,
    ),
}
