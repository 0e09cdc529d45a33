"""Page views with the place and the device that they were seen from."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from hashlib import md5

import pytest
from pyspark.sql import DataFrame
from small_frames import Frame, rows_of

from notebooks.silver.page_views import page_views

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, itemInSession INT, page STRING, method STRING, status INT, level STRING,"
    " firstName STRING, lastName STRING, gender STRING, registration BIGINT, city STRING,"
    " zip STRING, state STRING, lon DOUBLE, lat DOUBLE, userAgent STRING"
)
LEFT_OUT = "value STRING, auth STRING, song STRING"
ANNA = {
    **{"event_id": "e1", "event_timestamp": NINE, "kafka_timestamp": NINE + timedelta(seconds=2)},
    **{"userId": "7", "sessionId": "s1", "itemInSession": 3},
    **{"page": "Home", "method": "GET", "status": 200, "level": "free"},
    **{"firstName": "Anna", "lastName": "Berg", "gender": "F", "registration": 1_540_000_000_000},
    **{"city": "Oslo", "zip": "0150", "state": "NO", "lon": 10.75, "lat": 59.91},
    "userAgent": "Mozilla",
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

DEVICES = {
    **{IPHONE: "iPhone", IPAD: "iPad", MAC: "Mac", WINDOWS: "Windows", LINUX: "Linux"},
    # Quotation marks do not matter.
    **{f'"{IPHONE}"': "iPhone", f'"{WINDOWS}"': "Windows"},
    **{None: "Other", "": "Other", '""': "Other", "an unknown program": "Other"},
}

Seen = Callable[..., DataFrame]


@pytest.fixture(scope="module")
def seen(frame: Frame) -> Seen:
    """Page views that differ from Anna's in some fields."""
    return lambda *differences: page_views(frame(EVENT, [ANNA | more for more in differences]))


def test_a_page_view_has_user_page_and_place(frame: Frame) -> None:
    event = ANNA | {"value": "{}", "auth": "Logged In"}
    views = page_views(frame(f"{EVENT}, {LEFT_OUT}", [event]))
    assert set(views.columns) == {*ANNA, "location_id", "device_family"}
    assert rows_of(views.select(*ANNA)) == [tuple(ANNA.values())]


def test_a_place_is_identified_by_city_and_state(seen: Seen) -> None:
    ids = {
        ("Oslo", "NO"): md5("Oslo\u001fNO".encode()).hexdigest(),
        ("Zürich", "ZH"): md5("Zürich\u001fZH".encode()).hexdigest(),
        ("Salem", "OR"): md5("Salem\u001fOR".encode()).hexdigest(),
        ("SalemO", "R"): md5("SalemO\u001fR".encode()).hexdigest(),
        # A missing value is an empty one, and without both there is no place.
        ("Oslo", None): md5("Oslo\u001f".encode()).hexdigest(),
        ("Oslo", ""): md5("Oslo\u001f".encode()).hexdigest(),
        (None, "NO"): md5("\u001fNO".encode()).hexdigest(),
        (None, None): None,
    }
    views = seen(*[{"city": city, "state": state} for city, state in ids])
    found = views.select("city", "state", "location_id").collect()
    assert {(row.city, row.state): row.location_id for row in found} == ids


def test_every_page_view_has_its_own_device(seen: Seen) -> None:
    user_agents = [*DEVICES, IPHONE, None]
    views = seen(*[{"userAgent": user_agent} for user_agent in user_agents])
    found = [tuple(row) for row in views.select("userAgent", "device_family").collect()]
    assert found == [(user_agent, DEVICES[user_agent]) for user_agent in user_agents]


def test_no_events_give_no_page_views(seen: Seen) -> None:
    assert rows_of(seen()) == []
