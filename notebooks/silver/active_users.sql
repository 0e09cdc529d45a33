SELECT
  userId,
  max(event_timestamp) AS last_page_view
FROM silver_page_views
WHERE event_timestamp >= current_timestamp() - INTERVAL 30 MINUTES
GROUP BY userId
