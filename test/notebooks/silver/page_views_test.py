"""Page views: what each keeps, the place it was seen from, and the device."""

from datetime import datetime, timedelta, timezone
from hashlib import md5
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.page_views import page_views

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, itemInSession INT, page STRING, method STRING, status INT, level STRING,"
    " firstName STRING, lastName STRING, gender STRING, registration BIGINT, city STRING,"
    " zip STRING, state STRING, lon DOUBLE, lat DOUBLE, userAgent STRING"
)
# What bronze has besides and silver leaves out.
LEFT_OUT = "value STRING, auth STRING, song STRING"

ANNA_AT_HOME = {
    "event_id": "e1",
    "event_timestamp": NINE,
    "kafka_timestamp": NINE + timedelta(seconds=2),
    "userId": "7",
    "sessionId": "s1",
    "itemInSession": 3,
    "page": "Home",
    "method": "GET",
    "status": 200,
    "level": "free",
    "firstName": "Anna",
    "lastName": "Berg",
    "gender": "F",
    "registration": 1_540_000_000_000,
    "city": "Oslo",
    "zip": "0150",
    "state": "NO",
    "lon": 10.75,
    "lat": 59.91,
    "userAgent": None,
}

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2"
    " (KHTML, like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53"
)
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2"
    " (KHTML, like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53"
)
MAC = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_4) AppleWebKit/537.36"
    " (KHTML, like Gecko) Chrome/36.0.1985.143 Safari/537.36"
)
WINDOWS = "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0"
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:31.0) Gecko/20100101 Firefox/31.0"


def seen(spark: SparkSession, *differences: dict[str, Any]) -> DataFrame:
    """Page views that differ from Anna's in some fields only."""
    events = [{**ANNA_AT_HOME, **difference} for difference in differences]
    return page_views(spark.createDataFrame(events, EVENT))


def ids_of_places(spark: SparkSession, *places: tuple[str | None, str | None]) -> list[str | None]:
    views = seen(spark, *[{"city": city, "state": state} for city, state in places])
    return [view.location_id for view in views.select("location_id").collect()]


def devices(spark: SparkSession, *user_agents: str | None) -> list[str]:
    views = seen(spark, *[{"userAgent": user_agent} for user_agent in user_agents])
    return [view.device_family for view in views.select("device_family").collect()]


def test_a_page_view_keeps_what_it_says_of_user_page_and_place(spark: SparkSession) -> None:
    everything = {**ANNA_AT_HOME, "value": "{}", "auth": "Logged In", "song": None}
    assertDataFrameEqual(
        page_views(spark.createDataFrame([everything], f"{EVENT}, {LEFT_OUT}")).drop(
            "location_id", "device_family"
        ),
        spark.createDataFrame([ANNA_AT_HOME], EVENT),
    )


def test_a_place_is_the_hash_of_its_city_and_state(spark: SparkSession) -> None:
    assert ids_of_places(spark, ("Oslo", "NO"), ("Zürich", "ZH")) == [
        md5("Oslo\u001fNO".encode()).hexdigest(),
        md5("Zürich\u001fZH".encode()).hexdigest(),
    ]


def test_cities_of_one_name_in_two_states_are_two_places(spark: SparkSession) -> None:
    maine, oregon = ids_of_places(spark, ("Portland", "ME"), ("Portland", "OR"))
    assert maine != oregon


def test_where_the_city_ends_and_the_state_begins_matters(spark: SparkSession) -> None:
    assert len(set(ids_of_places(spark, ("Salem", "OR"), ("SalemO", "R"), ("", "SalemOR")))) == 3


def test_a_state_that_is_unknown_and_one_that_is_empty_are_the_same(spark: SparkSession) -> None:
    unknown, empty = ids_of_places(spark, ("Oslo", None), ("Oslo", ""))
    assert unknown == empty


def test_a_place_needs_a_city_or_a_state(spark: SparkSession) -> None:
    nowhere, city, state = ids_of_places(spark, (None, None), ("Oslo", None), (None, "NO"))
    assert nowhere is None
    assert None not in (city, state)
    assert city != state


def test_phones_and_tablets_are_known_by_their_device(spark: SparkSession) -> None:
    assert devices(spark, IPHONE, IPAD) == ["iPhone", "iPad"]


def test_a_browser_that_does_not_tell_its_device_is_known_by_its_system(
    spark: SparkSession,
) -> None:
    assert devices(spark, WINDOWS, LINUX) == ["Windows", "Linux"]


def test_a_macintosh_is_a_device(spark: SparkSession) -> None:
    assert devices(spark, MAC) == ["Mac"]


def test_quotation_marks_around_a_user_agent_do_not_matter(spark: SparkSession) -> None:
    quoted = [f'"{user_agent}"' for user_agent in (IPHONE, IPAD, MAC, WINDOWS, LINUX)]
    assert devices(spark, *quoted) == ["iPhone", "iPad", "Mac", "Windows", "Linux"]


@pytest.mark.parametrize(
    "user_agent",
    [
        pytest.param(None, id="missing"),
        pytest.param("", id="empty"),
        pytest.param('""', id="quotation marks only"),
        pytest.param("somebody's first program", id="never heard of"),
    ],
)
def test_other_devices_are_other(spark: SparkSession, user_agent: str | None) -> None:
    assert devices(spark, user_agent) == ["Other"]


def test_every_page_view_has_its_own_device(spark: SparkSession) -> None:
    assert devices(spark, IPHONE, None, WINDOWS, IPHONE) == ["iPhone", "Other", "Windows", "iPhone"]


def test_without_events_there_are_no_page_views(spark: SparkSession) -> None:
    assert seen(spark).isEmpty()
