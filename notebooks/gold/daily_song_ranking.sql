SELECT
  date,
  song_id,
  artist_id,
  title,
  artist,
  plays,
  listeners,
  listening_seconds,
  rank() OVER (PARTITION BY date ORDER BY plays DESC) AS rank
FROM gold_daily_song_popularity
