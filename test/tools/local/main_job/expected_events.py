"""Which messages can be used, and which events they tell of: each once, however often it came."""

import hashlib
import json
from collections import Counter
from typing import Any, NamedTuple

from planted_events import Message

Fields = dict[str, Any]

# A payload as text and the rules that it fails.
Rejected = tuple[str, tuple[str, ...]]

INTEGERS = {"ts": 64, "registration": 64, "itemInSession": 32, "status": 32}
FLOATS = {"lon", "lat", "duration"}
BOOLEANS = {"success"}

BASE_FIELDS = ["ts", "sessionId", "userId", "auth", "level", "itemInSession", "city", "zip"]
BASE_FIELDS += ["state", "userAgent", "lon", "lat", "firstName", "lastName", "gender"]
BASE_FIELDS += ["registration"]
SONG_FIELDS = ["artist", "song", "duration"]

# Fields that each topic's events are known to have. Others are kept in the payload, and named.
FIELDS = {
    "page_view_events": [*BASE_FIELDS, "page", "method", "status", *SONG_FIELDS],
    "listen_events": [*BASE_FIELDS, *SONG_FIELDS],
    "auth_events": [*BASE_FIELDS, "success"],
    "status_change_events": BASE_FIELDS,
}

EARLIEST_TS = 946_684_800_000
A_DAY = 86_400_000


class Event(NamedTuple):
    """Something that happened: told by its payload, whenever and however often that came."""

    event_id: str
    fields: Fields
    broker_times: list[int]

    @property
    def time(self) -> int:
        return self.fields["ts"]


class Delivery(NamedTuple):
    """A message that can be used."""

    payload: str
    broker_time: int
    fields: Fields


class Topic:
    """The messages of a topic, divided into what can be used and what cannot."""

    def __init__(self, name: str, messages: list[Message]) -> None:
        self.usable: list[Delivery] = []
        self.rejected: Counter[Rejected] = Counter()
        events: dict[str, Event] = {}
        for payload, broker_time in messages:
            fields = parse(payload)
            if broken := broken_rules(name, fields, broker_time):
                self.rejected[(text(payload), tuple(sorted(broken)))] += 1
                continue
            self.usable.append(Delivery(text(payload), broker_time, fields))
            event_id = hashlib.sha256(payload).hexdigest()
            event = events.setdefault(event_id, Event(event_id, fields, []))
            event.broker_times.append(broker_time)
        self.events = list(events.values())


def broken_rules(topic: str, fields: Fields | None, broker_time: int) -> list[str]:
    """Why a message cannot be used: all of the reasons."""
    if fields is None:
        return ["valid_json"]
    ts, duration = fields.get("ts"), fields.get("duration")
    kept = {
        "ts_present": ts is not None,
        "ts_in_range": ts is None or EARLIEST_TS <= ts <= broker_time + A_DAY,
    }
    if topic == "auth_events":
        kept["success_present"] = fields.get("success") is not None
    else:
        kept["user_present"] = bool(fields.get("userId"))
        kept["session_present"] = bool(fields.get("sessionId"))
    if topic == "listen_events":
        kept["song_present"] = bool(fields.get("artist")) and bool(fields.get("song"))
        kept["duration_plausible"] = duration is not None and 0 < duration < 86_400
    if topic == "status_change_events":
        kept["level_known"] = fields.get("level") in ("free", "paid")
    return [rule for rule, is_kept in kept.items() if not is_kept]


def text(payload: bytes) -> str:
    return payload.decode(errors="replace")


def parse(payload: bytes) -> Fields | None:
    """The fields that have the type they should have, if the payload is a JSON object at all."""
    try:
        fields = json.loads(payload, parse_constant=refuse)
    except ValueError:
        return None
    if not isinstance(fields, dict):
        return None
    return {name: typed(name, value) for name, value in fields.items()}


def refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in BOOLEANS:
        return value if isinstance(value, bool) else None
    if name in INTEGERS:
        limit = 2 ** (INTEGERS[name] - 1)
        is_integer = isinstance(value, int) and not isinstance(value, bool)
        return value if is_integer and -limit <= value < limit else None
    if name in FLOATS:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return float(value) if is_number else None
    return value if isinstance(value, str) else json.dumps(value)
