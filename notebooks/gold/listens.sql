SELECT
  event_timestamp,
  user_level,
  song_id,
  title,
  artist_id,
  artist,
  listened_seconds,
  song_first_seen,
  session_start,
  session_duration_seconds,
  session_songs_played
FROM gold_listens_wide
