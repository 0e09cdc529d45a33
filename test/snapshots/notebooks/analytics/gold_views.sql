-- Databricks notebook source
-- MAGIC %md
-- MAGIC # Gold: published views
-- MAGIC
-- MAGIC Metrics for analysts and dashboards. Hours, days and weeks are in UTC.
-- MAGIC
-- MAGIC Generated for the pipeline `analytics`. Changes made here are lost with the next
-- MAGIC deployment: edit the project it is deployed from.

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## gold_daily_song_ranking
-- MAGIC
-- MAGIC One row per song per UTC day, ranked by plays. Filter by date.
-- MAGIC
-- MAGIC Published view. Reads `gold_daily_song_popularity`. Source:
-- MAGIC `notebooks/gold/daily_song_ranking.sql`.

-- COMMAND ----------

CREATE VIEW gold_daily_song_ranking
COMMENT 'One row per song per UTC day, ranked by plays. Filter by date.'
AS
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
FROM gold_daily_song_popularity;

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## gold_daily_artist_ranking
-- MAGIC
-- MAGIC One row per artist per UTC day, ranked by plays. Filter by date.
-- MAGIC
-- MAGIC Published view. Reads `gold_daily_artist_popularity`. Source:
-- MAGIC `notebooks/gold/daily_artist_ranking.sql`.

-- COMMAND ----------

CREATE VIEW gold_daily_artist_ranking
COMMENT 'One row per artist per UTC day, ranked by plays. Filter by date.'
AS
SELECT
  date,
  artist_id,
  artist,
  plays,
  listeners,
  songs,
  listening_seconds,
  rank() OVER (PARTITION BY date ORDER BY plays DESC) AS rank
FROM gold_daily_artist_popularity;

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## gold_listens
-- MAGIC
-- MAGIC One row per listen: gold_listens_wide without personal data.
-- MAGIC
-- MAGIC Published view. Reads `gold_listens_wide`. Source: `notebooks/gold/listens.sql`.

-- COMMAND ----------

CREATE VIEW gold_listens
COMMENT 'One row per listen: gold_listens_wide without personal data.'
AS
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
FROM gold_listens_wide;
