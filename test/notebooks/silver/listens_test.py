"""Listens, and how songs and artists are told apart."""

from datetime import datetime, timedelta, timezone
from hashlib import md5

from small_frames import Frame, rows_of

from notebooks.silver.listens import listens

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, itemInSession INT, level STRING, state STRING, artist STRING, song STRING,"
    " duration DOUBLE, city STRING"
)
ANNA = ("e1", NINE, DELIVERED, "7", "s1", 3, "free", "NO")


def hashed(text: str) -> str:
    return md5(text.encode()).hexdigest()


def test_a_listen_has_user_session_song_artist_and_duration(frame: Frame) -> None:
    events = [(*ANNA, "Björk", "Jóga", 305.162, "Oslo")]
    song_id, artist_id = hashed("Björk\u001fJóga"), hashed("Björk")
    assert rows_of(listens(frame(EVENT, events))) == [
        (*ANNA, song_id, artist_id, "Jóga", "Björk", 305.162)
    ]


def test_a_song_is_identified_by_the_exact_names_of_artist_and_title(frame: Frame) -> None:
    different = [
        ("Coldplay", "Yellow"),
        ("coldplay", "Yellow"),
        ("Coldplay ", "Yellow"),
        ("Coldplay", "Clocks"),
        ("Jeff Buckley", "Hallelujah"),
        ("Leonard Cohen", "Hallelujah"),
        ("Cold", "playYellow"),
    ]
    again = ("Coldplay", "Yellow")
    events = [(*ANNA, artist, song, 200.0, "Oslo") for artist, song in [*different, again]]
    found = rows_of(listens(frame(EVENT, events)).select("song_id", "artist", "artist_id", "song"))
    assert len(found) == len(events)
    assert len({song_id for song_id, *_ in found}) == len(different)
    artists = {artist for artist, _ in different}
    assert len({(artist, artist_id) for _, artist, artist_id, _ in found}) == len(artists)
    assert len({artist_id for _, _, artist_id, _ in found}) == len(artists)
