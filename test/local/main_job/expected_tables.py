"""What the tables must hold, computed from the recorded payloads in plain Python.

Nothing here knows how the pipeline does it: lists are sorted and walked, no engine is involved.
"""

import json
from collections import Counter, defaultdict
from datetime import datetime, timezone
from typing import Any, NamedTuple

Fields = dict[str, Any]

# A payload and the rules that it fails.
Rejected = tuple[str, tuple[str, ...]]

INTEGERS = {"ts": 64, "registration": 64, "itemInSession": 32, "status": 32}
FLOATS = {"lon", "lat", "duration"}
BOOLEANS = {"success"}

EARLIEST_TS = 946_684_800_000
# The recordings are of 2018: whenever a test runs, this is more than a day ahead.
FAR_AHEAD_TS = 4_000_000_000_000

PROFILE = ("firstName", "lastName", "gender", "level", "city", "state", "registration")


class Event(NamedTuple):
    """A usable event: its payload is what makes it the one it is."""

    payload: str
    fields: Fields


class Topic:
    """The messages of a topic, divided into what can be used and what cannot."""

    def __init__(self, payloads: list[bytes]) -> None:
        self.payloads = Counter(text(payload) for payload in payloads)
        self.events: list[Event] = []
        self.rejected: Counter[Rejected] = Counter()
        for payload in payloads:
            fields = parse(payload)
            if reasons := why_not_usable(fields):
                self.rejected[(text(payload), tuple(sorted(reasons)))] += 1
            else:
                self.events.append(Event(text(payload), fields))


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


def why_not_usable(fields: Fields | None) -> list[str]:
    if fields is None:
        return ["valid_json"]
    ts, user = fields.get("ts"), fields.get("userId")
    reasons = []
    if ts is None:
        reasons.append("ts_present")
    elif not EARLIEST_TS <= ts <= FAR_AHEAD_TS:
        reasons.append("ts_in_range")
    if user is None or user == "":
        reasons.append("user_present")
    return reasons


def sessions(page_views: list[Event]) -> dict[tuple[str, str], tuple[int, int, int, float]]:
    """Number of views, start, end and seconds of each session of a user, times in milliseconds."""
    views: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for payload, fields in page_views:
        if fields.get("sessionId") is not None:
            views[(fields["sessionId"], fields["userId"])][payload] = fields["ts"]
    return {
        key: (
            len(times),
            min(times.values()),
            max(times.values()),
            (max(times.values()) - min(times.values())) / 1000,
        )
        for key, times in views.items()
    }


def views_without_session(page_views: list[Event]) -> dict[str, int]:
    """Number of views of each user that belong to no session."""
    views: dict[str, set[str]] = defaultdict(set)
    for payload, fields in page_views:
        if fields.get("sessionId") is None:
            views[fields["userId"]].add(payload)
    return {user: len(payloads) for user, payloads in views.items()}


def profile_versions(page_views: list[Event]) -> list[tuple[Any, ...]]:
    """User, profile, begin and end of each version, times in milliseconds; an open end is None."""
    by_user: dict[str, list[Fields]] = defaultdict(list)
    for _, fields in page_views:
        by_user[fields["userId"]].append(fields)
    versions = []
    for user, seen in by_user.items():
        history: list[tuple[tuple[Any, ...], int]] = []
        for fields in sorted(seen, key=lambda fields: fields["ts"]):
            profile = tuple(fields.get(name) for name in PROFILE)
            if not history or history[-1][0] != profile:
                history.append((profile, fields["ts"]))
        ends = [begin for _, begin in history[1:]] + [None]
        versions += [
            (user, *profile, begin, end)
            for (profile, begin), end in zip(history, ends, strict=True)
        ]
    return versions


def daily_metrics(page_views: list[Event]) -> dict[tuple[str, str], tuple[int, int, float]]:
    """Sessions, page views and seconds of each user on each UTC day."""
    days: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for (_, user), (views, start, end, _) in sessions(page_views).items():
        day = datetime.fromtimestamp(start // 1000, timezone.utc).date().isoformat()
        total = days[(day, user)]
        total[0] += 1
        total[1] += views
        total[2] += end - start
    return {key: (count, views, ms / 1000) for key, (count, views, ms) in days.items()}
