"""What is drawn of the gold tables."""

from datetime import date

import pyarrow as pa

from tools.report.chart_rows import CHART_SOURCES, cohorts, last_days, top_artists


def test_days_are_in_order_and_not_more_than_there_is_room_for():
    days = [date.fromordinal(738000 - number) for number in range(200)]
    rows = last_days(pa.table({"date": days, "paid_users": list(range(200))}))
    assert len(rows) == 120
    assert rows[-1] == {"date": days[0], "paid_users": 0}
    assert [row["date"] for row in rows] == sorted(row["date"] for row in rows)


def test_artists_are_ranked_by_their_plays_of_all_days():
    table = pa.table(
        {
            "artist_id": ["a", "b", "a", "c"],
            "artist": ["Ann", "Bob", "Ann", "Cid"],
            "plays": [2, 3, 2, 3],
        }
    )
    assert top_artists(table) == [
        {"artist": "Ann", "plays": 4},
        {"artist": "Bob", "plays": 3},
        {"artist": "Cid", "plays": 3},
    ]


def test_cohorts_are_followed_for_twelve_weeks():
    week = date(2026, 1, 5)
    table = pa.table({"cohort_week": [week] * 3, "weeks_since": [13, 12, 0]})
    assert [row["weeks_since"] for row in cohorts(table)] == [0, 12]


def test_every_chart_reads_columns_that_its_table_has(datasets):
    for source in CHART_SOURCES.values():
        columns = {column["name"] for column in datasets[source.table]["columns"]}
        assert set(source.columns) <= columns
