"""Rows of the four silver tables with one row per event."""

import hashlib
from typing import Any

from expected_events import Event
from ua_parser import parse as parse_user_agent

Row = dict[str, Any]
Rows = list[Row]

SEPARATOR = "\x1f"


def page_views(events: list[Event]) -> Rows:
    copied = ["userId", "sessionId", "itemInSession", "page", "method", "status", "level"]
    copied += ["firstName", "lastName", "gender", "registration"]
    copied += ["city", "state", "zip", "lon", "lat", "userAgent"]
    return [
        identity(event)
        | {name: event.fields.get(name) for name in copied}
        | {
            "location_id": location_id(event.fields.get("city"), event.fields.get("state")),
            "device_family": device_family(event.fields.get("userAgent")),
        }
        for event in events
    ]


def listens(events: list[Event]) -> Rows:
    copied = ["userId", "sessionId", "itemInSession", "level", "state", "song", "artist"]
    return [
        identity(event)
        | {name: event.fields.get(name) for name in copied}
        | {
            "song_id": md5(event.fields["artist"] + SEPARATOR + event.fields["song"]),
            "artist_id": md5(event.fields["artist"]),
            "listened_seconds": event.fields["duration"],
        }
        for event in events
    ]


def auth_attempts(events: list[Event]) -> Rows:
    """Who is logged in can only log out; everybody else tries to log in."""
    return [
        identity(event)
        | {name: event.fields.get(name) for name in ("userId", "sessionId", "success", "level")}
        | {"action": "logout" if event.fields.get("auth") == "Logged In" else "login"}
        for event in events
    ]


def level_changes(events: list[Event]) -> Rows:
    other = {"free": "paid", "paid": "free"}
    return [
        identity(event)
        | {name: event.fields[name] for name in ("userId", "sessionId")}
        | {"previous_level": other[event.fields["level"]], "new_level": event.fields["level"]}
        for event in events
    ]


def identity(event: Event) -> Row:
    return {"event_id": event.event_id, "event_timestamp": event.time}


def location_id(city: str | None, state: str | None) -> str | None:
    if city is None and state is None:
        return None
    return md5((city or "") + SEPARATOR + (state or ""))


def device_family(user_agent: str | None) -> str:
    """The device, else the operating system, that the user agent tells."""
    found = parse_user_agent((user_agent or "").strip('"'))
    for told in (found.device, found.os):
        if told is not None and told.family != "Other":
            return told.family
    return "Other"


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
