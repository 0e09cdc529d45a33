"""Listens: what each keeps, and how songs and artists are told apart."""

from datetime import datetime, timedelta, timezone
from hashlib import md5

from pyspark.sql import SparkSession
from pyspark.testing import assertDataFrameEqual

from notebooks.silver.listens import listens

NINE = datetime(2018, 11, 1, 9, tzinfo=timezone.utc)
DELIVERED = NINE + timedelta(seconds=2)

EVENT = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, itemInSession INT, level STRING, state STRING, artist STRING, song STRING,"
    " duration DOUBLE, city STRING"
)
LISTEN = (
    "event_id STRING, event_timestamp TIMESTAMP, kafka_timestamp TIMESTAMP, userId STRING,"
    " sessionId STRING, itemInSession INT, level STRING, state STRING, song_id STRING,"
    " artist_id STRING, song STRING, artist STRING, listened_seconds DOUBLE"
)
ANNA_LISTENS = ("e1", NINE, DELIVERED, "7", "s1", 3, "free", "NO")


def hashed(text: str) -> str:
    return md5(text.encode()).hexdigest()


def ids(spark: SparkSession, *songs: tuple[str, str]) -> list[tuple[str, str]]:
    """Identities of song and artist for each artist and title."""
    events = [(*ANNA_LISTENS, artist, title, 200.0, "Oslo") for artist, title in songs]
    played = listens(spark.createDataFrame(events, EVENT))
    return [(row.song_id, row.artist_id) for row in played.select("song_id", "artist_id").collect()]


def test_a_listen_keeps_who_played_what_and_for_how_long(spark: SparkSession) -> None:
    event = (*ANNA_LISTENS, "Björk", "Jóga", 305.162, "Oslo")
    song_id, artist_id = hashed("Björk\u001fJóga"), hashed("Björk")
    assertDataFrameEqual(
        listens(spark.createDataFrame([event], EVENT)),
        spark.createDataFrame(
            [(*ANNA_LISTENS, song_id, artist_id, "Jóga", "Björk", 305.162)], LISTEN
        ),
    )


def test_the_same_title_by_somebody_else_is_another_song(spark: SparkSession) -> None:
    (cohen, leonard), (buckley, jeff) = ids(
        spark, ("Leonard Cohen", "Hallelujah"), ("Jeff Buckley", "Hallelujah")
    )
    assert cohen != buckley
    assert leonard != jeff


def test_another_title_by_the_same_artist_is_another_song(spark: SparkSession) -> None:
    (yellow, coldplay), (clocks, again) = ids(spark, ("Coldplay", "Yellow"), ("Coldplay", "Clocks"))
    assert yellow != clocks
    assert coldplay == again


def test_names_are_taken_to_the_letter(spark: SparkSession) -> None:
    spellings = ids(spark, ("Coldplay", "Yellow"), ("coldplay", "Yellow"), ("Coldplay ", "Yellow"))
    assert len(set(spellings)) == 3


def test_where_the_artist_ends_and_the_title_begins_matters(spark: SparkSession) -> None:
    (yellow, _), (other, _) = ids(spark, ("Coldplay", "Yellow"), ("Cold", "playYellow"))
    assert yellow != other


def test_the_same_song_twice_is_one_song_in_two_listens(spark: SparkSession) -> None:
    first, again = ids(spark, ("Coldplay", "Yellow"), ("Coldplay", "Yellow"))
    assert first == again
