"""Figures of a user's day."""

from datetime import date, datetime, timezone
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_user_metrics import daily_user_metrics

SESSION = (
    "sessionId STRING, userId STRING, session_start TIMESTAMP, page_views BIGINT,"
    " duration_seconds DOUBLE, songs_played BIGINT, listening_seconds DOUBLE, level_at_end STRING"
)
LISTEN = (
    "sessionId STRING, userId STRING, artist_id STRING, event_timestamp TIMESTAMP, level STRING"
)
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"
DAY = (
    "date DATE, userId STRING, total_sessions BIGINT, total_page_views BIGINT,"
    " total_duration_seconds DOUBLE, songs_played BIGINT, listening_seconds DOUBLE,"
    " distinct_artists BIGINT, level STRING"
)

Rows = list[dict[str, Any]]
Listen = tuple[str, str, str, datetime, str]
Version = tuple[str, str, datetime, datetime | None]


def at(day: int, hour: int = 9, minute: int = 0, second: int = 0, millisecond: int = 0) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, minute, second, millisecond * 1000, timezone.utc)


FIRST, SECOND = date(2018, 11, 1), date(2018, 11, 2)
MIDNIGHT = at(2, hour=0)
JUST_BEFORE_MIDNIGHT = at(1, 23, 59, 59, 999)


def session(start: datetime, **more: Any) -> dict[str, Any]:
    """A session s1 of Anna with a single page view, unless it says otherwise."""
    single_view = {"page_views": 1, "duration_seconds": 0.0}
    silent = {"songs_played": 0, "listening_seconds": 0.0}
    return (
        {"sessionId": "s1", "userId": "anna", "session_start": start} | single_view | silent | more
    )


def days(
    spark: SparkSession,
    sessions: Rows,
    listens: list[Listen] | None = None,
    profiles: list[Version] | None = None,
) -> DataFrame:
    return daily_user_metrics(
        spark.createDataFrame(sessions, SESSION),
        spark.createDataFrame(listens or [], LISTEN),
        spark.createDataFrame(profiles or [], PROFILE),
    )


def counted(spark: SparkSession, *sessions: dict[str, Any]) -> DataFrame:
    """What sessions add up to, songs and level left aside."""
    return days(spark, list(sessions)).select(
        *["date", "userId", "total_sessions", "total_page_views", "total_duration_seconds"]
    )


def totals(spark: SparkSession, *rows: tuple[date, str, int, int, float]) -> DataFrame:
    return spark.createDataFrame(
        list(rows),
        "date DATE, userId STRING, total_sessions BIGINT, total_page_views BIGINT,"
        " total_duration_seconds DOUBLE",
    )


def level(spark: SparkSession, *profiles: Version) -> str | None:
    """Anna's level at the end of the first of November."""
    (day,) = days(spark, [session(at(1))], profiles=list(profiles)).collect()
    return day.level


def test_a_day_adds_up_the_sessions_of_a_user(spark: SparkSession) -> None:
    morning = session(
        at(1, hour=8),
        **{"page_views": 12, "duration_seconds": 600.5, "songs_played": 2},
        listening_seconds=400.25,
    )
    evening = session(
        at(1, hour=20),
        **{"sessionId": "s2", "page_views": 3, "duration_seconds": 60.25, "songs_played": 1},
        listening_seconds=200.5,
    )
    played = [
        ("s1", "anna", "coldplay", at(1, hour=8), "free"),
        ("s1", "anna", "björk", at(1, hour=8), "free"),
        ("s2", "anna", "coldplay", at(1, hour=20), "free"),
    ]
    assertDataFrameEqual(
        days(spark, [morning, evening], played, [("anna", "paid", at(1), None)]),
        spark.createDataFrame([(FIRST, "anna", 2, 15, 660.75, 3, 600.75, 2, "paid")], DAY),
    )


def test_users_and_days_are_counted_apart(spark: SparkSession) -> None:
    assertDataFrameEqual(
        counted(
            spark,
            session(at(1), sessionId="s1", duration_seconds=10.0),
            session(at(2), sessionId="s2", page_views=2, duration_seconds=20.0),
            session(at(2), sessionId="s3", userId="ben", page_views=4, duration_seconds=40.0),
        ),
        totals(
            spark,
            (FIRST, "anna", 1, 1, 10.0),
            (SECOND, "anna", 1, 2, 20.0),
            (SECOND, "ben", 1, 4, 40.0),
        ),
    )


def test_a_session_that_changed_hands_counts_for_both_users(spark: SparkSession) -> None:
    assertDataFrameEqual(
        counted(
            spark,
            session(at(1), page_views=2, duration_seconds=60.0),
            session(at(1), userId="ben", page_views=5, duration_seconds=240.0),
        ),
        totals(spark, (FIRST, "anna", 1, 2, 60.0), (FIRST, "ben", 1, 5, 240.0)),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    assertDataFrameEqual(
        counted(
            spark,
            session(JUST_BEFORE_MIDNIGHT, sessionId="s1", duration_seconds=10.0),
            session(MIDNIGHT, sessionId="s2", page_views=2, duration_seconds=20.0),
        ),
        totals(spark, (FIRST, "anna", 1, 1, 10.0), (SECOND, "anna", 1, 2, 20.0)),
    )


def test_a_session_over_midnight_belongs_to_the_day_on_which_it_began(spark: SparkSession) -> None:
    two_hours = 7200.0
    over_midnight = session(at(1, hour=23), page_views=30, duration_seconds=two_hours)
    assertDataFrameEqual(
        counted(spark, over_midnight), totals(spark, (FIRST, "anna", 1, 30, two_hours))
    )


def test_seconds_are_rounded_to_the_millisecond(spark: SparkSession) -> None:
    sessions = [
        session(at(1), sessionId="s1", duration_seconds=0.1, listening_seconds=0.1),
        session(at(1), sessionId="s2", duration_seconds=0.2, listening_seconds=0.2),
    ]
    (day,) = days(spark, sessions).collect()
    assert (day.total_duration_seconds, day.listening_seconds) == (0.3, 0.3)


def test_artists_count_on_the_day_their_session_began(spark: SparkSession) -> None:
    played_after_midnight = ("s1", "anna", "coldplay", at(2, hour=0, minute=10), "free")
    assertDataFrameEqual(
        days(spark, [session(at(1, hour=23))], [played_after_midnight]).select(
            "date", "distinct_artists"
        ),
        spark.createDataFrame([(FIRST, 1)], "date DATE, distinct_artists BIGINT"),
    )


def test_an_artist_of_two_sessions_of_a_day_counts_once(spark: SparkSession) -> None:
    sessions = [session(at(1, hour=8)), session(at(1, hour=20), sessionId="s2")]
    played = [
        ("s1", "anna", "coldplay", at(1, hour=8), "free"),
        ("s2", "anna", "coldplay", at(1, hour=20), "free"),
    ]
    (day,) = days(spark, sessions, played).collect()
    assert day.distinct_artists == 1


def test_whom_somebody_else_listened_to_in_the_same_session_does_not_count(
    spark: SparkSession,
) -> None:
    (day,) = days(spark, [session(at(1))], [("s1", "ben", "coldplay", at(1), "free")]).collect()
    assert (day.userId, day.distinct_artists) == ("anna", 0)


def test_the_level_is_that_of_the_profile_at_the_days_end(spark: SparkSession) -> None:
    upgraded_at_noon = [
        ("anna", "free", at(1, hour=8), at(1, hour=12)),
        ("anna", "paid", at(1, hour=12), None),
    ]
    assert level(spark, *upgraded_at_noon) == "paid"


def test_a_level_that_ends_at_midnight_is_that_of_the_days_end(spark: SparkSession) -> None:
    until_midnight = ("anna", "free", at(1), MIDNIGHT)
    from_midnight = ("anna", "paid", MIDNIGHT, None)
    assert level(spark, until_midnight, from_midnight) == "free"


def test_a_level_that_begins_a_millisecond_before_midnight_is_that_of_the_days_end(
    spark: SparkSession,
) -> None:
    assert (
        level(
            spark,
            ("anna", "free", at(1), JUST_BEFORE_MIDNIGHT),
            ("anna", "paid", JUST_BEFORE_MIDNIGHT, None),
        )
        == "paid"
    )


def test_days_of_the_past_keep_their_level(spark: SparkSession) -> None:
    sessions = [session(at(1), sessionId="s1"), session(at(2), sessionId="s2")]
    profiles = [("anna", "free", at(1), at(2, hour=12)), ("anna", "paid", at(2, hour=12), None)]
    assertDataFrameEqual(
        days(spark, sessions, profiles=profiles).select("date", "level"),
        spark.createDataFrame([(FIRST, "free"), (SECOND, "paid")], "date DATE, level STRING"),
    )


def test_the_level_of_somebody_of_whom_there_is_no_profile_is_unknown(spark: SparkSession) -> None:
    assert level(spark, ("ben", "paid", at(1), None)) is None


def test_without_sessions_there_are_no_days(spark: SparkSession) -> None:
    played, profile = ("s1", "anna", "coldplay", at(1), "free"), ("anna", "free", at(1), None)
    assert days(spark, [], [played], [profile]).isEmpty()
