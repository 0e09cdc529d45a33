"""Sessions: whose they are, how long they last, and what is in them."""

from datetime import datetime, timedelta, timezone
from typing import Any

from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.user_sessions import user_sessions

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

PAGE_VIEW = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " itemInSession INT, page STRING, level STRING, device_family STRING"
)
LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, sessionId STRING,"
    " itemInSession INT, level STRING, state STRING, song_id STRING, listened_seconds DOUBLE"
)
SESSION = (
    "sessionId STRING, userId STRING, page_views BIGINT, songs_played BIGINT,"
    " listening_seconds DOUBLE, pages ARRAY<STRING>, first_page STRING, last_page STRING,"
    " level_at_start STRING, level_at_end STRING, device_family STRING, session_start TIMESTAMP,"
    " session_end TIMESTAMP, duration_seconds DOUBLE"
)
SPAN = (
    "sessionId STRING, userId STRING, page_views BIGINT, session_start TIMESTAMP,"
    " session_end TIMESTAMP, duration_seconds DOUBLE"
)

Event = dict[str, Any]


def after(**time: float) -> datetime:
    return NINE + timedelta(**time)


def view(page: str, time: datetime, **more: Any) -> Event:
    """A page view in Anna's session, unless it says otherwise."""
    anna = {"sessionId": "s1", "userId": "anna", "level": "free", "device_family": "iPhone"}
    return {**anna, "event_id": page, "event_timestamp": time, "page": page, **more}


def listen(song: str, seconds: float, **more: Any) -> Event:
    """A listen in Anna's session, unless it says otherwise."""
    anna = {"sessionId": "s1", "userId": "anna", "level": "free", "event_timestamp": NINE}
    return {**anna, "event_id": song, "song_id": song, "listened_seconds": seconds, **more}


def sessions(
    spark: SparkSession, views: list[Event], songs: list[Event] | None = None
) -> DataFrame:
    return user_sessions(
        spark.createDataFrame(views, PAGE_VIEW), spark.createDataFrame(songs or [], LISTEN)
    )


def spans(spark: SparkSession, *views: Event) -> DataFrame:
    """Whose the sessions are and how long they last, content left aside."""
    return sessions(spark, list(views)).select(
        *["sessionId", "userId", "page_views", "session_start", "session_end", "duration_seconds"]
    )


def session(
    spark: SparkSession, views: list[Event], songs: list[Event] | None = None
) -> dict[str, Any]:
    """The one session that there is."""
    (row,) = sessions(spark, views, songs).collect()
    return row.asDict()


def test_a_session_tells_what_was_seen_and_played(spark: SparkSession) -> None:
    end = after(minutes=5)
    assertDataFrameEqual(
        sessions(
            spark,
            [
                view("Home", NINE, itemInSession=0),
                view("NextSong", after(seconds=10), itemInSession=1),
                view("Upgrade", after(minutes=4), itemInSession=2, level="paid"),
                view("Logout", end, itemInSession=3, level="paid", device_family="Mac"),
            ],
            [listen("yellow", 200.5), listen("clocks", 300.25)],
        ),
        spark.createDataFrame(
            [
                (
                    *("s1", "anna", 4, 2, 500.75),
                    *(["Home", "Logout", "NextSong", "Upgrade"], "Home", "Logout"),
                    *("free", "paid", "Mac", NINE, end, 300.0),
                )
            ],
            SESSION,
        ),
    )


def test_a_session_lasts_from_its_first_to_its_last_page_view(spark: SparkSession) -> None:
    assertDataFrameEqual(
        spans(
            spark,
            view("Home", NINE),
            view("NextSong", after(minutes=2)),
            view("Logout", after(minutes=5)),
        ),
        spark.createDataFrame([("s1", "anna", 3, NINE, after(minutes=5), 300.0)], SPAN),
    )


def test_the_order_in_which_page_views_arrive_does_not_matter(spark: SparkSession) -> None:
    found = session(
        spark,
        [
            view("Logout", after(minutes=5), level="paid", device_family="Mac"),
            view("Home", NINE),
            view("NextSong", after(minutes=2)),
        ],
    )
    assert (found["first_page"], found["last_page"]) == ("Home", "Logout")
    assert (found["level_at_start"], found["level_at_end"]) == ("free", "paid")
    assert (found["device_family"], found["duration_seconds"]) == ("Mac", 300.0)


def test_two_page_views_of_the_same_moment_are_two(spark: SparkSession) -> None:
    assertDataFrameEqual(
        spans(spark, view("Home", NINE), view("NextSong", NINE)),
        spark.createDataFrame([("s1", "anna", 2, NINE, NINE, 0.0)], SPAN),
    )


def test_of_page_views_of_the_same_moment_the_item_in_the_session_tells_the_order(
    spark: SparkSession,
) -> None:
    found = session(
        spark,
        [
            view("Upgrade", NINE, itemInSession=10, event_id="a", level="paid"),
            view("Home", NINE, itemInSession=9, event_id="b", level="free"),
        ],
    )
    assert (found["first_page"], found["last_page"]) == ("Home", "Upgrade")
    assert (found["level_at_start"], found["level_at_end"]) == ("free", "paid")


def test_time_counts_before_the_item_in_the_session(spark: SparkSession) -> None:
    found = session(
        spark,
        [view("Home", NINE, itemInSession=9), view("Help", after(milliseconds=1), itemInSession=0)],
    )
    assert (found["first_page"], found["last_page"]) == ("Home", "Help")


def test_of_the_same_item_in_the_session_the_event_tells_the_order(spark: SparkSession) -> None:
    found = session(
        spark,
        [
            view("Upgrade", NINE, itemInSession=9, event_id="b"),
            view("Home", NINE, itemInSession=9, event_id="a"),
        ],
    )
    assert (found["first_page"], found["last_page"]) == ("Home", "Upgrade")


def test_a_session_that_changes_hands_is_one_session_of_each_user(spark: SparkSession) -> None:
    assertDataFrameEqual(
        spans(
            spark,
            view("Home", NINE),
            view("Logout", after(minutes=1)),
            view("Home", after(minutes=3), userId="ben"),
            view("NextSong", after(minutes=7), userId="ben"),
        ),
        spark.createDataFrame(
            [
                ("s1", "anna", 2, NINE, after(minutes=1), 60.0),
                ("s1", "ben", 2, after(minutes=3), after(minutes=7), 240.0),
            ],
            SPAN,
        ),
    )


def test_two_sessions_of_a_user_stay_two(spark: SparkSession) -> None:
    later = after(seconds=1)
    assertDataFrameEqual(
        spans(spark, view("Home", NINE), view("Home", later, sessionId="s2")),
        spark.createDataFrame(
            [("s1", "anna", 1, NINE, NINE, 0.0), ("s2", "anna", 1, later, later, 0.0)], SPAN
        ),
    )


def test_a_session_of_a_single_page_view_lasts_no_time(spark: SparkSession) -> None:
    assertDataFrameEqual(
        spans(spark, view("Home", NINE)),
        spark.createDataFrame([("s1", "anna", 1, NINE, NINE, 0.0)], SPAN),
    )


def test_durations_are_exact_to_the_millisecond(spark: SparkSession) -> None:
    end = after(milliseconds=1234)
    assert session(spark, [view("Home", NINE), view("Help", end)])["duration_seconds"] == 1.234


def test_pages_are_named_once_and_sorted(spark: SparkSession) -> None:
    views = [view("NextSong", NINE), view("Home", NINE), view("NextSong", after(minutes=3))]
    assert session(spark, views)["pages"] == ["Home", "NextSong"]


def test_a_session_without_songs_was_no_listening(spark: SparkSession) -> None:
    found = session(spark, [view("Home", NINE)])
    assert (found["songs_played"], found["listening_seconds"]) == (0, 0.0)


def test_a_song_that_is_played_twice_counts_twice(spark: SparkSession) -> None:
    songs = [listen("yellow", 200.5, event_id="e1"), listen("yellow", 200.5, event_id="e2")]
    found = session(spark, [view("NextSong", NINE)], songs)
    assert (found["songs_played"], found["listening_seconds"]) == (2, 401.0)


def test_listening_is_rounded_to_the_millisecond(spark: SparkSession) -> None:
    songs = [listen("yellow", 0.1), listen("clocks", 0.2)]
    assert session(spark, [view("NextSong", NINE)], songs)["listening_seconds"] == 0.3


def test_songs_count_for_the_user_and_the_session_that_played_them(spark: SparkSession) -> None:
    found = sessions(
        spark,
        [
            view("NextSong", NINE),
            view("NextSong", NINE, userId="ben"),
            view("NextSong", NINE, sessionId="s2"),
        ],
        [
            listen("yellow", 200.0),
            listen("clocks", 300.0, userId="ben"),
            listen("fix you", 100.0, userId="ben"),
        ],
    )
    assertDataFrameEqual(
        found.select("sessionId", "userId", "songs_played", "listening_seconds"),
        spark.createDataFrame(
            [("s1", "anna", 1, 200.0), ("s1", "ben", 2, 400.0), ("s2", "anna", 0, 0.0)],
            "sessionId STRING, userId STRING, songs_played BIGINT, listening_seconds DOUBLE",
        ),
    )


def test_songs_change_neither_the_span_of_a_session_nor_its_level(spark: SparkSession) -> None:
    before_and_after = [
        listen("yellow", 200.0, event_timestamp=after(minutes=-5), level="paid", itemInSession=0),
        listen("clocks", 300.0, event_timestamp=after(minutes=5), level="paid", itemInSession=9),
    ]
    found = session(spark, [view("Home", NINE), view("Help", after(minutes=1))], before_and_after)
    assert (found["page_views"], found["songs_played"]) == (2, 2)
    assert found["duration_seconds"] == 60.0
    assert (found["level_at_start"], found["level_at_end"]) == ("free", "free")


def test_songs_alone_make_no_session(spark: SparkSession) -> None:
    assert sessions(spark, [], [listen("yellow", 200.0)]).isEmpty()


def test_a_session_is_on_the_device_of_its_last_page_view(spark: SparkSession) -> None:
    views = [view("Home", NINE, device_family="Mac"), view("Help", after(minutes=1))]
    assert session(spark, views)["device_family"] == "iPhone"


def test_without_page_views_there_are_no_sessions(spark: SparkSession) -> None:
    assert sessions(spark, []).isEmpty()
