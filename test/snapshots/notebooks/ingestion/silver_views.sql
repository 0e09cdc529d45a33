-- Databricks notebook source
-- MAGIC %md
-- MAGIC # Silver: published views
-- MAGIC
-- MAGIC Deduplicated events, the history of user profiles, and the users who are active now.
-- MAGIC
-- MAGIC Generated for the pipeline `ingestion`. Changes made here are lost with the next
-- MAGIC deployment: edit the project it is deployed from.

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## active_users
-- MAGIC
-- MAGIC One row per user who viewed a page in the 30 minutes before the query.
-- MAGIC
-- MAGIC Published view. Reads `silver_page_views`. Source: `notebooks/silver/active_users.sql`.

-- COMMAND ----------

CREATE VIEW active_users
COMMENT 'One row per user who viewed a page in the 30 minutes before the query.'
AS
SELECT
  userId,
  max(event_timestamp) AS last_page_view
FROM silver_page_views
WHERE event_timestamp >= current_timestamp() - INTERVAL 30 MINUTES
GROUP BY userId;
