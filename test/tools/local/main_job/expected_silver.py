"""Sessions, profiles, songs, artists and locations: events put together."""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from expected_facts import Row, Rows
from utc_calendar import day_of

PROFILE = ("firstName", "lastName", "gender", "level", "city", "state", "registration")


def grouped(rows: Rows, key: Callable[[Row], Any]) -> dict[Any, Rows]:
    groups: dict[Any, Rows] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def session_of(row: Row) -> tuple[str, str]:
    """A session that changes hands is one session of each user."""
    return (row["sessionId"], row["userId"])


def in_order_of_session(row: Row) -> tuple[Any, ...]:
    """Time decides, then the item; a page view without an item stands before those with one."""
    item = row["itemInSession"]
    return (row["event_timestamp"], item is not None, item or 0, row["event_id"])


def in_order_of_time(row: Row) -> tuple[int, str]:
    return (row["event_timestamp"], row["event_id"])


def user_days(page_views: Rows, level_changes: Rows) -> Rows:
    viewed, changed = grouped(page_views, user_day), grouped(level_changes, user_day)
    return [
        {
            "date": day,
            "userId": user,
            "page_views": len(viewed.get((day, user), [])),
            "saw_upgrade_page": any(
                view["page"] == "Upgrade" for view in viewed.get((day, user), [])
            ),
            "upgrades": levels.count("paid"),
            "downgrades": levels.count("free"),
        }
        for day, user in viewed.keys() | changed.keys()
        for levels in [[change["new_level"] for change in changed.get((day, user), [])]]
    ]


def user_day(row: Row) -> tuple[date, str]:
    return (day_of(row["event_timestamp"]), row["userId"])


def user_sessions(page_views: Rows, listens: Rows) -> Rows:
    """A session is where pages were seen; songs only add to it."""
    played = grouped(listens, session_of)
    sessions = []
    for (session, user), views in grouped(page_views, session_of).items():
        first, *_ = ordered = sorted(views, key=in_order_of_session)
        last = ordered[-1]
        songs = played.get((session, user), [])
        sessions.append(
            {
                "sessionId": session,
                "userId": user,
                "page_views": len(views),
                "songs_played": len(songs),
                "listening_seconds": seconds(song["listened_seconds"] for song in songs),
                "first_page": first["page"],
                "last_page": last["page"],
                "level_at_start": first["level"],
                "level_at_end": last["level"],
                "device_family": last["device_family"],
                "session_start": first["event_timestamp"],
                "session_end": last["event_timestamp"],
                "duration_seconds": (last["event_timestamp"] - first["event_timestamp"]) / 1000,
            }
        )
    return sessions


def user_profiles(page_views: Rows) -> Rows:
    """Each version of a user's profile, from when to when it was seen.

    If a user has several profiles at one moment, the greatest counts, compared as JSON text.
    """
    versions: Rows = []
    for user, views in grouped(page_views, lambda view: view["userId"]).items():
        seen: dict[int, list[Row]] = defaultdict(list)
        for view in views:
            seen[view["event_timestamp"]].append({name: view[name] for name in PROFILE})
        history: Rows = []
        for moment in sorted(seen):
            profile = max(seen[moment], key=as_json)
            if history and history[-1] == {**history[-1], **profile}:
                continue
            if history:
                history[-1]["__END_AT"] = moment
            history.append({"userId": user, **profile, "__START_AT": moment, "__END_AT": None})
        versions += history
    return versions


def as_json(profile: Row) -> bytes:
    present = {name: value for name, value in profile.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode()


class Profiles:
    """What was known of each user at any moment."""

    def __init__(self, versions: Rows) -> None:
        self._versions = grouped(versions, lambda version: version["userId"])
        for history in self._versions.values():
            history.sort(key=lambda version: version["__START_AT"])

    def at(self, user: str, moment: int) -> Row | None:
        """The last version that had begun; it ends only where the next one begins."""
        history = self._versions.get(user, [])
        begun = bisect_right([version["__START_AT"] for version in history], moment)
        return history[begun - 1] if begun > 0 else None

    def all_at(self, moment: int) -> Rows:
        """The profile of everybody of whom one is known."""
        profiles = (self.at(user, moment) for user in self._versions)
        return [profile for profile in profiles if profile is not None]


def songs(listens: Rows) -> Rows:
    return [
        {
            "song_id": song,
            "artist_id": latest["artist_id"],
            "title": latest["song"],
            "artist": latest["artist"],
            "duration_seconds": latest["listened_seconds"],
            **seen,
        }
        for song, latest, seen in latest_of(listens, "song_id")
    ]


def artists(listens: Rows) -> Rows:
    return [
        {"artist_id": artist, "name": latest["artist"], **seen}
        for artist, latest, seen in latest_of(listens, "artist_id")
    ]


def locations(page_views: Rows) -> Rows:
    attributes = ("city", "state", "zip", "lon", "lat")
    return [
        {"location_id": location, **{name: latest[name] for name in attributes}, **seen}
        for location, latest, seen in latest_of(page_views, "location_id")
    ]


def latest_of(rows: Rows, identity: str) -> Iterable[tuple[str, Row, Row]]:
    """Of each thing the latest row, and when it was first and last seen; no identity, no thing."""
    for thing, seen in grouped(rows, lambda row: row[identity]).items():
        if thing is None:
            continue
        ordered = sorted(seen, key=in_order_of_time)
        first, last = ordered[0]["event_timestamp"], ordered[-1]["event_timestamp"]
        yield thing, ordered[-1], {"first_seen": first, "last_seen": last}


def seconds(durations: Iterable[float]) -> float:
    """A sum of microseconds, to the millisecond."""
    exact = sum(to_places(Decimal(str(duration)), 6) for duration in durations)
    return float(to_places(Decimal(exact), 3))


def to_places(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
