"""Artists with the times of their first and last listen."""

from datetime import datetime, timezone

from small_frames import Frame, Row, rows_of

from notebooks.silver.artists import artists

LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, userId STRING, song_id STRING, artist_id STRING,"
    " song STRING, artist STRING"
)


def at(day: int) -> datetime:
    """Nine o'clock on a day of November 2018, in UTC."""
    return datetime(2018, 11, day, 9, tzinfo=timezone.utc)


def listen(artist: str, song: str, day: int, user: str = "anna") -> Row:
    return (f"{song} {day}", at(day), user, f"{song}-id", f"{artist}-id", song, artist)


def test_an_artist_is_seen_from_the_first_to_the_last_listen_of_any_song(frame: Frame) -> None:
    listens = [
        *(listen("Coldplay", "Yellow", 2), listen("Coldplay", "Clocks", 3, user="ben")),
        *(listen("Björk", "Jóga", 2), listen("Coldplay", "Yellow", 1)),
    ]
    assert rows_of(artists(frame(LISTEN, listens))) == [
        ("Björk-id", "Björk", at(2), at(2)),
        ("Coldplay-id", "Coldplay", at(1), at(3)),
    ]


def test_no_listens_give_no_artists(frame: Frame) -> None:
    assert rows_of(artists(frame(LISTEN, []))) == []
