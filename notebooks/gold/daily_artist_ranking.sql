SELECT
  date,
  artist_id,
  artist,
  plays,
  listeners,
  songs,
  listening_seconds,
  rank() OVER (PARTITION BY date ORDER BY plays DESC) AS rank
FROM gold_daily_artist_popularity
