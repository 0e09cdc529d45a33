SELECT
  sessionId,
  userId,
  array_sort(collect_set(page)) AS pages
FROM silver_page_views
GROUP BY sessionId, userId
