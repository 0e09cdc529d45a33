"""Figures of users, songs and places: what analysts read, counted by hand."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from expected_facts import Row, Rows
from expected_silver import Profiles, grouped, seconds, session_of
from utc_calendar import day_of, end_of, every_day, hour_of, week_of


def day(row: Row) -> date:
    return day_of(row["event_timestamp"])


def users(rows: Iterable[Row]) -> set[str]:
    return {row["userId"] for row in rows}


def ratio(part: int, whole: int) -> float | None:
    """Of nothing there is no part."""
    return part / whole if whole else None


def daily_user_metrics(sessions: Rows, listens: Rows, profiles: Profiles) -> Rows:
    played = grouped(listens, session_of)
    by_day = grouped(sessions, lambda one: (day_of(one["session_start"]), one["userId"]))
    rows = []
    for (date_, user), begun in by_day.items():
        songs = [song for session in begun for song in played.get(session_of(session), [])]
        profile = profiles.at(user, end_of(date_))
        rows.append(
            {
                "date": date_,
                "userId": user,
                "total_sessions": len(begun),
                "total_page_views": sum(session["page_views"] for session in begun),
                "total_duration_seconds": seconds(one["duration_seconds"] for one in begun),
                "songs_played": len(songs),
                "listening_seconds": seconds(one["listening_seconds"] for one in begun),
                "distinct_artists": len({song["artist_id"] for song in songs}),
                "level": profile and profile["level"],
            }
        )
    return rows


def daily_activity(page_views: Rows, sessions: Rows) -> Rows:
    active = {date_: users(views) for date_, views in grouped(page_views, day).items()}
    lengths = grouped(sessions, lambda session: day_of(session["session_start"]))
    known: set[str] = set()
    rows = []

    def active_in_days_to(last: date, days: int) -> int:
        of_days = [active.get(last - timedelta(days=back), set()) for back in range(days)]
        return len(set().union(*of_days))

    for date_ in every_day(min(active), max(active)) if active else []:
        today = active.get(date_, set())
        begun = [session["duration_seconds"] for session in lengths.get(date_, [])]
        monthly = active_in_days_to(date_, 30)
        rows.append(
            {
                "date": date_,
                "daily_active_users": len(today),
                "weekly_active_users": active_in_days_to(date_, 7),
                "monthly_active_users": monthly,
                "new_users": len(today - known),
                "returning_users": len(today & known),
                "sessions": len(begun),
                "median_session_seconds": percentile(begun, 0.5),
                "p95_session_seconds": percentile(begun, 0.95),
                "stickiness": ratio(len(today), monthly),
            }
        )
        known |= today
    return rows


def percentile(values: list[float], share: float) -> float | None:
    """The value at a share of the way from the least to the greatest, between two if need be."""
    if not values:
        return None
    ordered = sorted(values)
    way = share * (len(ordered) - 1)
    below = int(way)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (way - below) * (ordered[above] - ordered[below])


def daily_song_popularity(listens: Rows) -> Rows:
    return [
        {
            "date": date_,
            "song_id": song,
            "artist_id": plays[0]["artist_id"],
            "title": plays[0]["song"],
            "artist": plays[0]["artist"],
            "plays": len(plays),
            "listeners": len(users(plays)),
            "listening_seconds": seconds(play["listened_seconds"] for play in plays),
        }
        for (date_, song), plays in grouped(listens, lambda one: (day(one), one["song_id"])).items()
    ]


def daily_artist_popularity(listens: Rows) -> Rows:
    by_artist = grouped(listens, lambda one: (day(one), one["artist_id"]))
    return [
        {
            "date": date_,
            "artist_id": artist,
            "artist": plays[0]["artist"],
            "plays": len(plays),
            "listeners": len(users(plays)),
            "songs": len({play["song_id"] for play in plays}),
            "listening_seconds": seconds(play["listened_seconds"] for play in plays),
        }
        for (date_, artist), plays in by_artist.items()
    ]


def daily_location_metrics(page_views: Rows, listens: Rows) -> Rows:
    def place(row: Row) -> tuple[date, str]:
        return (day(row), row["state"] or "unknown")

    viewed, played = grouped(page_views, place), grouped(listens, place)
    return [
        {
            "date": date_,
            "state": state,
            "active_users": len(users(views)),
            "paid_users": len(users(view for view in views if view["level"] == "paid")),
            "page_views": len(views),
            "songs_played": len(songs),
            "listening_seconds": seconds(song["listened_seconds"] for song in songs),
        }
        for date_, state in viewed.keys() | played.keys()
        for views in [viewed.get((date_, state), [])]
        for songs in [played.get((date_, state), [])]
    ]


def daily_subscriptions(level_changes: Rows, page_views: Rows, profiles: Profiles) -> Rows:
    changed, viewed = grouped(level_changes, day), grouped(page_views, day)
    days = changed.keys() | viewed.keys()
    rows = []
    for date_ in every_day(min(days), max(days)) if days else []:
        changes = changed.get(date_, [])
        upgrades = [change for change in changes if change["new_level"] == "paid"]
        looked = users(view for view in viewed.get(date_, []) if view["page"] == "Upgrade")
        converted = looked & users(upgrades)
        at_its_end = profiles.all_at(end_of(date_))
        rows.append(
            {
                "date": date_,
                "upgrades": len(upgrades),
                "downgrades": len(changes) - len(upgrades),
                "paid_users": sum(profile["level"] == "paid" for profile in at_its_end),
                "upgrade_page_users": len(looked),
                "converted_users": len(converted),
                "conversion_rate": ratio(len(converted), len(looked)),
            }
        )
    return rows


def hourly_login_health(auth_attempts: Rows) -> Rows:
    logins = [attempt for attempt in auth_attempts if attempt["action"] == "login"]
    rows = []
    for hour, tried in grouped(logins, lambda one: hour_of(one["event_timestamp"])).items():
        failures = sum(not login["success"] for login in tried)
        rows.append(
            {
                "hour": hour,
                "attempts": len(tried),
                "failures": failures,
                "failure_rate": ratio(failures, len(tried)),
            }
        )
    return rows


def weekly_retention(page_views: Rows) -> Rows:
    seen: dict[str, set[date]] = {
        user: {week_of(view["event_timestamp"]) for view in views}
        for user, views in grouped(page_views, lambda view: view["userId"]).items()
    }
    if not seen:
        return []
    last_week = max(max(weeks) for weeks in seen.values())
    rows = []
    for cohort in sorted({min(weeks) for weeks in seen.values()}):
        members = [weeks for weeks in seen.values() if min(weeks) == cohort]
        for since in range((last_week - cohort).days // 7 + 1):
            retained = sum(cohort + timedelta(weeks=since) in weeks for weeks in members)
            rows.append(
                {
                    "cohort_week": cohort,
                    "weeks_since": since,
                    "cohort_users": len(members),
                    "retained_users": retained,
                    "retention_rate": ratio(retained, len(members)),
                }
            )
    return rows


def listens_wide(
    listens: Rows, profiles: Profiles, songs: Rows, artists: Rows, sessions: Rows
) -> Rows:
    song_of = {song["song_id"]: song for song in songs}
    artist_of = {artist["artist_id"]: artist for artist in artists}
    session_with = {session_of(session): session for session in sessions}
    unknown: dict[str, Any] = {}
    rows = []
    for listen in listens:
        profile = profiles.at(listen["userId"], listen["event_timestamp"]) or unknown
        session = session_with.get(session_of(listen)) or unknown
        copied = ["event_id", "event_timestamp", "userId", "sessionId", "song_id", "artist_id"]
        rows.append(
            {name: listen[name] for name in [*copied, "listened_seconds"]}
            | {
                "user_level": profile.get("level"),
                "user_gender": profile.get("gender"),
                "user_state": profile.get("state"),
                "user_registered_at": profile.get("registration"),
                "title": song_of[listen["song_id"]]["title"],
                "artist": artist_of[listen["artist_id"]]["name"],
                "song_first_seen": song_of[listen["song_id"]]["first_seen"],
                "session_start": session.get("session_start"),
                "session_duration_seconds": session.get("duration_seconds"),
                "session_songs_played": session.get("songs_played"),
                "device_family": session.get("device_family"),
            }
        )
    return rows
