-- Databricks notebook source
-- MAGIC %md
-- MAGIC # Silver: published views
-- MAGIC
-- MAGIC Sessions, users, songs and places, derived from the events.
-- MAGIC
-- MAGIC Generated for the pipeline `analytics`. Changes made here are lost with the next
-- MAGIC deployment: edit the project it is deployed from.

-- COMMAND ----------

-- MAGIC %md
-- MAGIC ## silver_session_pages
-- MAGIC
-- MAGIC One row per session per user: the pages shown. Filter by sessionId or userId.
-- MAGIC
-- MAGIC Published view. Reads `silver_page_views`. Source: `notebooks/silver/session_pages.sql`.

-- COMMAND ----------

CREATE VIEW silver_session_pages
COMMENT 'One row per session per user: the pages shown. Filter by sessionId or userId.'
AS
SELECT
  sessionId,
  userId,
  array_sort(collect_set(page)) AS pages
FROM silver_page_views
GROUP BY sessionId, userId;
