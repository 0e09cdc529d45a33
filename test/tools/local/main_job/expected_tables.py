"""What the tables must hold, computed from the delivered messages in plain Python.

Nothing here knows how the pipeline does it: lists are sorted and walked, no engine is involved.
Times are milliseconds since 1970.
"""

from typing import NamedTuple

import expected_facts as facts
import expected_gold as gold
import expected_silver as silver
from expected_events import Topic
from expected_facts import Rows


class Table(NamedTuple):
    """The rows that a table must have, and which of its columns make a row the one it is."""

    key: tuple[str, ...]
    rows: Rows


EVENT = ("event_id",)

# Primary keys as the platform documents them; of a profile, user and beginning are what is unique.
KEYS = {
    "silver_page_views": EVENT,
    "silver_listens": EVENT,
    "silver_auth_attempts": EVENT,
    "silver_level_changes": EVENT,
    "silver_user_days": ("date", "userId"),
    "silver_user_sessions": ("sessionId", "userId"),
    "silver_user_profiles": ("userId", "__START_AT"),
    "silver_songs": ("song_id",),
    "silver_artists": ("artist_id",),
    "silver_locations": ("location_id",),
    "gold_daily_user_metrics": ("date", "userId"),
    "gold_daily_activity": ("date",),
    "gold_daily_song_popularity": ("date", "song_id"),
    "gold_daily_artist_popularity": ("date", "artist_id"),
    "gold_daily_location_metrics": ("date", "state"),
    "gold_daily_subscriptions": ("date",),
    "gold_hourly_login_health": ("hour",),
    "gold_weekly_retention": ("cohort_week", "weeks_since"),
    "gold_listens_wide": EVENT,
}

# The tables with one row per event, by the topic of the events.
FACTS = {
    "page_view_events": "silver_page_views",
    "listen_events": "silver_listens",
    "auth_events": "silver_auth_attempts",
    "status_change_events": "silver_level_changes",
}


def expected_tables(topics: dict[str, Topic]) -> dict[str, Table]:
    """Every table of silver and gold."""
    page_views = facts.page_views(topics["page_view_events"].events)
    listens = facts.listens(topics["listen_events"].events)
    auth_attempts = facts.auth_attempts(topics["auth_events"].events)
    level_changes = facts.level_changes(topics["status_change_events"].events)
    sessions = silver.user_sessions(page_views, listens)
    versions = silver.user_profiles(page_views)
    profiles = silver.Profiles(versions)
    songs, artists = silver.songs(listens), silver.artists(listens)
    rows = {
        "silver_page_views": page_views,
        "silver_listens": listens,
        "silver_auth_attempts": auth_attempts,
        "silver_level_changes": level_changes,
        "silver_user_days": silver.user_days(page_views, level_changes),
        "silver_user_sessions": sessions,
        "silver_user_profiles": versions,
        "silver_songs": songs,
        "silver_artists": artists,
        "silver_locations": silver.locations(page_views),
        "gold_daily_user_metrics": gold.daily_user_metrics(sessions, listens, profiles),
        "gold_daily_activity": gold.daily_activity(page_views, sessions),
        "gold_daily_song_popularity": gold.daily_song_popularity(listens),
        "gold_daily_artist_popularity": gold.daily_artist_popularity(listens),
        "gold_daily_location_metrics": gold.daily_location_metrics(page_views, listens),
        "gold_daily_subscriptions": gold.daily_subscriptions(level_changes, page_views, profiles),
        "gold_hourly_login_health": gold.hourly_login_health(auth_attempts),
        "gold_weekly_retention": gold.weekly_retention(page_views),
        "gold_listens_wide": gold.listens_wide(listens, profiles, songs, artists, sessions),
    }
    return {name: Table(KEYS[name], rows[name]) for name in KEYS}
