"""How many people use the service, day by day."""

from datetime import date, datetime, timedelta, timezone

from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_activity import daily_activity

PAGE_VIEW = "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING"
SESSION = (
    "sessionId STRING, userId STRING, session_start TIMESTAMP, session_end TIMESTAMP,"
    " duration_seconds DOUBLE"
)
DAY = (
    "date DATE, daily_active_users BIGINT, weekly_active_users BIGINT,"
    " monthly_active_users BIGINT, new_users BIGINT, returning_users BIGINT, sessions BIGINT,"
    " median_session_seconds DOUBLE, p95_session_seconds DOUBLE, stickiness DOUBLE"
)

Visit = tuple[str, datetime]

DAY_1 = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)


def on_day(number: int) -> datetime:
    """Nine o'clock on a day; the first is the first of November."""
    return DAY_1 + timedelta(days=number - 1)


def date_of(number: int) -> date:
    return on_day(number).date()


def days(
    spark: SparkSession, visits: list[Visit], sessions: list[tuple[datetime, float]] | None = None
) -> DataFrame:
    """Days with page views of users, and with sessions that began then and lasted so long."""
    viewed = [(f"e{number}", time, user, "s1") for number, (user, time) in enumerate(visits)]
    begun = [
        (f"s{number}", "anna", start, start + timedelta(seconds=seconds), seconds)
        for number, (start, seconds) in enumerate(sessions or [])
    ]
    return daily_activity(
        spark.createDataFrame(viewed, PAGE_VIEW), spark.createDataFrame(begun, SESSION)
    )


def by_day(spark: SparkSession, *visits: Visit) -> dict[int, Row]:
    """The figures of each day, by its number."""
    return {(row.date - DAY_1.date()).days + 1: row for row in days(spark, list(visits)).collect()}


def sessions_of_a_day(spark: SparkSession, *seconds: float) -> Row:
    (day,) = days(spark, [("anna", DAY_1)], [(DAY_1, lasted) for lasted in seconds]).collect()
    return day


def test_a_day_tells_of_its_users_and_sessions(spark: SparkSession) -> None:
    assertDataFrameEqual(
        days(
            spark,
            [("anna", on_day(1)), ("anna", on_day(2)), ("ben", on_day(2))],
            [(on_day(1), 60.0), (on_day(2), 100.0), (on_day(2), 200.0)],
        ),
        spark.createDataFrame(
            [
                (date_of(1), 1, 1, 1, 1, 0, 1, 60.0, 60.0, 1.0),
                (date_of(2), 2, 2, 2, 1, 1, 2, 150.0, 195.0, 1.0),
            ],
            DAY,
        ),
    )


def test_a_user_counts_once_a_day(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", DAY_1), ("anna", DAY_1 + timedelta(hours=5)))
    assert figures[1].daily_active_users == 1


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    midnight = datetime(2018, 11, 2, tzinfo=timezone.utc)
    just_before = midnight - timedelta(milliseconds=1)
    figures = by_day(spark, ("anna", just_before), ("ben", just_before), ("cleo", midnight))
    assert {day: row.daily_active_users for day, row in figures.items()} == {1: 2, 2: 1}


def test_a_week_is_the_day_and_the_six_before(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", on_day(1)), ("ben", on_day(7)), ("ben", on_day(8)))
    assert figures[7].weekly_active_users == 2
    assert figures[8].weekly_active_users == 1


def test_a_month_is_the_day_and_the_29_before(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", on_day(1)), ("ben", on_day(30)), ("ben", on_day(31)))
    assert figures[30].monthly_active_users == 2
    assert figures[31].monthly_active_users == 1


def test_a_user_of_several_days_counts_once_a_week_and_once_a_month(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", on_day(1)), ("anna", on_day(2)), ("anna", on_day(9)))
    assert (figures[2].weekly_active_users, figures[9].monthly_active_users) == (1, 1)


def test_a_user_is_new_on_the_first_day_and_returns_on_all_others(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", on_day(1)), ("anna", on_day(2)), ("anna", on_day(50)))
    assert [(figures[day].new_users, figures[day].returning_users) for day in (1, 2, 50)] == [
        (1, 0),
        (0, 1),
        (0, 1),
    ]


def test_a_late_event_makes_a_user_new_on_an_earlier_day(spark: SparkSession) -> None:
    figures = by_day(spark, ("anna", on_day(3)), ("anna", on_day(1)))
    assert {day: row.new_users for day, row in figures.items()} == {1: 1, 2: 0, 3: 0}


def test_a_quiet_day_has_a_row(spark: SparkSession) -> None:
    quiet = days(spark, [("anna", on_day(1)), ("anna", on_day(3))]).where(f"date = '{date_of(2)}'")
    assertDataFrameEqual(
        quiet,
        spark.createDataFrame([(date_of(2), 0, 1, 1, 0, 0, 0, None, None, 0.0)], DAY),
    )


def test_a_quiet_day_has_a_row_also_if_nobody_came_for_more_than_a_month(
    spark: SparkSession,
) -> None:
    figures = by_day(spark, ("anna", on_day(1)), ("anna", on_day(40)))
    assert sorted(figures) == list(range(1, 41))
    assert (figures[30].monthly_active_users, figures[30].stickiness) == (1, 0.0)
    # A share of nobody is no number.
    assert (figures[31].monthly_active_users, figures[31].stickiness) == (0, None)


def test_stickiness_is_the_share_of_the_months_users_who_came_today(spark: SparkSession) -> None:
    figures = by_day(
        spark,
        *[("anna", on_day(1)), ("ben", on_day(1)), ("cleo", on_day(1)), ("dora", on_day(1))],
        ("anna", on_day(2)),
    )
    assert (figures[1].stickiness, figures[2].stickiness) == (1.0, 0.25)


def test_half_of_the_sessions_are_longer_than_the_median(spark: SparkSession) -> None:
    assert sessions_of_a_day(spark, 300.0, 10.0, 20.0).median_session_seconds == 20.0


def test_the_median_of_two_sessions_is_half_way_between_them(spark: SparkSession) -> None:
    assert sessions_of_a_day(spark, 10.0, 20.0).median_session_seconds == 15.0


def test_one_session_in_twenty_is_longer_than_the_95th_percentile(spark: SparkSession) -> None:
    # From 0 to 20 minutes: there is one at 95 percent of the way.
    minutes = [60.0 * number for number in range(21)]
    assert sessions_of_a_day(spark, *minutes).p95_session_seconds == 19 * 60.0


def test_the_95th_percentile_of_two_sessions_is_near_the_longer(spark: SparkSession) -> None:
    assert sessions_of_a_day(spark, 0.0, 100.0).p95_session_seconds == 95.0


def test_a_single_session_is_its_own_median_and_percentile(spark: SparkSession) -> None:
    day = sessions_of_a_day(spark, 42.5)
    assert (day.median_session_seconds, day.p95_session_seconds) == (42.5, 42.5)


def test_a_session_over_midnight_counts_on_the_day_it_began_its_user_on_both(
    spark: SparkSession,
) -> None:
    eleven = datetime(2018, 11, 1, 23, tzinfo=timezone.utc)
    over_midnight = days(
        spark, [("anna", eleven), ("anna", eleven + timedelta(hours=2))], [(eleven, 7200.0)]
    )
    assertDataFrameEqual(
        over_midnight.select("date", "daily_active_users", "sessions", "median_session_seconds"),
        spark.createDataFrame(
            [(date_of(1), 1, 1, 7200.0), (date_of(2), 1, 0, None)],
            "date DATE, daily_active_users BIGINT, sessions BIGINT, median_session_seconds DOUBLE",
        ),
    )


def test_without_page_views_there_are_no_days(spark: SparkSession) -> None:
    assert days(spark, []).isEmpty()
