"""How many people pay, and what makes them, day by day."""

from datetime import date, datetime, timedelta, timezone

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.gold.daily_subscriptions import daily_subscriptions

CHANGE = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, previous_level STRING,"
    " new_level STRING"
)
PAGE_VIEW = "event_id STRING, event_timestamp TIMESTAMP, userId STRING, page STRING, level STRING"
PROFILE = "userId STRING, level STRING, __START_AT TIMESTAMP, __END_AT TIMESTAMP"
DAY = (
    "date DATE, upgrades BIGINT, downgrades BIGINT, paid_users BIGINT,"
    " upgrade_page_users BIGINT, converted_users BIGINT, conversion_rate DOUBLE"
)

Change = tuple[str, datetime, str, str, str]
View = tuple[str, datetime, str, str, str]
Version = tuple[str, str, datetime, datetime | None]


def at(day: int, hour: int = 9) -> datetime:
    """A moment of November 2018, in UTC."""
    return datetime(2018, 11, day, hour, tzinfo=timezone.utc)


FIRST, SECOND, THIRD = date(2018, 11, 1), date(2018, 11, 2), date(2018, 11, 3)
MIDNIGHT = at(2, hour=0)
JUST_BEFORE_MIDNIGHT = MIDNIGHT - timedelta(milliseconds=1)


def upgrade(user: str, time: datetime) -> Change:
    return ("e1", time, user, "free", "paid")


def downgrade(user: str, time: datetime) -> Change:
    return ("e1", time, user, "paid", "free")


def view(user: str, time: datetime, page: str = "Home") -> View:
    return ("e1", time, user, page, "free")


def days(
    spark: SparkSession,
    changes: list[Change],
    views: list[View],
    profiles: list[Version] | None = None,
) -> DataFrame:
    return daily_subscriptions(
        spark.createDataFrame(changes, CHANGE),
        spark.createDataFrame(views, PAGE_VIEW),
        spark.createDataFrame(profiles or [], PROFILE),
    )


def paid_users(spark: SparkSession, *profiles: Version) -> list[int]:
    """Who pays at the end of each of the first three days."""
    found = days(spark, [], [view("anna", at(1)), view("anna", at(3))], list(profiles))
    return [row.paid_users for row in found.orderBy("date").collect()]


def conversion(
    spark: SparkSession, changes: list[Change], views: list[View]
) -> list[tuple[int, int, float | None]]:
    """Who saw the page Upgrade on each day, how many of them upgraded, and the rate."""
    rows = days(spark, changes, views).orderBy("date").collect()
    return [(row.upgrade_page_users, row.converted_users, row.conversion_rate) for row in rows]


def test_a_day_tells_who_began_and_who_ended_to_pay(spark: SparkSession) -> None:
    assertDataFrameEqual(
        days(
            spark,
            [upgrade("anna", at(1)), upgrade("ben", at(1)), downgrade("cleo", at(1))],
            [view("anna", at(1), "Upgrade"), view("dora", at(1), "Upgrade")],
            [("anna", "paid", at(1), None), ("ben", "paid", at(1), None)],
        ),
        spark.createDataFrame([(FIRST, 2, 1, 2, 2, 1, 0.5)], DAY),
    )


def test_days_begin_at_midnight_utc(spark: SparkSession) -> None:
    assertDataFrameEqual(
        days(spark, [upgrade("anna", JUST_BEFORE_MIDNIGHT), downgrade("ben", MIDNIGHT)], []).select(
            "date", "upgrades", "downgrades"
        ),
        spark.createDataFrame(
            [(FIRST, 1, 0), (SECOND, 0, 1)], "date DATE, upgrades BIGINT, downgrades BIGINT"
        ),
    )


def test_a_quiet_day_has_a_row_and_who_paid_before_still_pays(spark: SparkSession) -> None:
    assertDataFrameEqual(
        days(
            spark,
            [upgrade("anna", at(1))],
            [view("ben", at(3))],
            [("anna", "paid", at(1), None)],
        ),
        spark.createDataFrame(
            [
                (FIRST, 1, 0, 1, 0, 0, None),
                (SECOND, 0, 0, 1, 0, 0, None),
                (THIRD, 0, 0, 1, 0, 0, None),
            ],
            DAY,
        ),
    )


def test_days_last_from_the_first_to_the_last_event_of_either_kind(spark: SparkSession) -> None:
    found = days(spark, [upgrade("anna", at(2)), downgrade("anna", at(4))], [view("ben", at(3))])
    assert [row.date.day for row in found.orderBy("date").collect()] == [2, 3, 4]


def test_a_user_who_changes_to_and_fro_is_counted_each_time(spark: SparkSession) -> None:
    to_and_fro = [
        upgrade("anna", at(1, hour=9)),
        downgrade("anna", at(1, hour=10)),
        upgrade("anna", at(1, hour=11)),
    ]
    (day,) = days(spark, to_and_fro, [view("anna", at(1), "Upgrade")]).collect()
    assert (day.upgrades, day.downgrades, day.converted_users) == (2, 1, 1)


def test_a_user_pays_until_the_day_before_the_level_ends(spark: SparkSession) -> None:
    assert paid_users(spark, ("anna", "paid", at(1), at(3)), ("anna", "free", at(3), None)) == [
        1,
        1,
        0,
    ]


def test_a_level_that_begins_at_midnight_does_not_count_the_day_before(
    spark: SparkSession,
) -> None:
    assert paid_users(spark, ("anna", "paid", MIDNIGHT, None)) == [0, 1, 1]
    assert paid_users(spark, ("anna", "paid", JUST_BEFORE_MIDNIGHT, None)) == [1, 1, 1]


def test_a_level_that_ends_at_midnight_still_counts_the_day_before(spark: SparkSession) -> None:
    assert paid_users(spark, ("anna", "paid", at(1), MIDNIGHT)) == [1, 0, 0]
    assert paid_users(spark, ("anna", "paid", at(1), JUST_BEFORE_MIDNIGHT)) == [0, 0, 0]


def test_who_begins_and_ends_to_pay_on_a_day_does_not_pay_at_its_end(spark: SparkSession) -> None:
    assert paid_users(spark, ("anna", "paid", at(1, hour=9), at(1, hour=17))) == [0, 0, 0]


def test_who_pays_and_moves_house_is_one_user_who_pays(spark: SparkSession) -> None:
    in_oslo, in_bergen = ("anna", "paid", at(1), at(2)), ("anna", "paid", at(2), None)
    assert paid_users(spark, in_oslo, in_bergen) == [1, 1, 1]


def test_users_on_the_free_level_do_not_pay(spark: SparkSession) -> None:
    assert paid_users(spark, ("anna", "free", at(1), None), ("ben", None, at(1), None)) == [0, 0, 0]


def test_if_nobody_saw_the_page_there_is_no_conversion_rate(spark: SparkSession) -> None:
    assert conversion(spark, [upgrade("anna", at(1))], [view("anna", at(1))]) == [(0, 0, None)]


def test_if_all_who_saw_the_page_stayed_free_the_rate_is_zero(spark: SparkSession) -> None:
    assert conversion(spark, [], [view("anna", at(1), "Upgrade")]) == [(1, 0, 0.0)]


def test_who_sees_the_page_twice_is_one_user(spark: SparkSession) -> None:
    twice = [view("anna", at(1, hour=9), "Upgrade"), view("anna", at(1, hour=12), "Upgrade")]
    assert conversion(spark, [upgrade("anna", at(1, hour=13))], twice) == [(1, 1, 1.0)]


def test_who_upgrades_without_having_seen_the_page_was_not_converted(spark: SparkSession) -> None:
    assert conversion(spark, [upgrade("ben", at(1))], [view("anna", at(1), "Upgrade")]) == [
        (1, 0, 0.0)
    ]


def test_who_downgrades_was_not_converted(spark: SparkSession) -> None:
    assert conversion(spark, [downgrade("anna", at(1))], [view("anna", at(1), "Upgrade")]) == [
        (1, 0, 0.0)
    ]


def test_who_upgrades_the_day_after_was_not_converted_on_either_day(spark: SparkSession) -> None:
    assert conversion(spark, [upgrade("anna", at(2))], [view("anna", at(1), "Upgrade")]) == [
        (1, 0, 0.0),
        (0, 0, None),
    ]


def test_without_events_there_are_no_days(spark: SparkSession) -> None:
    assert days(spark, [], [], [("anna", "paid", at(1), None)]).isEmpty()
