-- Databricks notebook source
-- MAGIC %md
-- MAGIC # Silver: published views
-- MAGIC
-- MAGIC Deduplicated events, and the sessions, users, songs and places derived from them.
-- MAGIC
-- MAGIC Generated for the pipeline `music-streaming`. Changes made here are lost with the next
-- MAGIC deployment: edit the project it is deployed from.

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## active_users
-- MAGIC
-- MAGIC One row per user whose last session ended less than 30 minutes before the query.
-- MAGIC
-- MAGIC Published view. Reads `silver_user_sessions`. Source: `notebooks/silver/active_users.sql`.

-- COMMAND ----------

CREATE VIEW active_users
COMMENT 'One row per user whose last session ended less than 30 minutes before the query.'
AS
SELECT
  userId,
  max(session_end) AS last_session_end
FROM silver_user_sessions
WHERE session_end >= current_timestamp() - INTERVAL 30 MINUTES
GROUP BY userId;
