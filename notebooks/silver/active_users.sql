SELECT
  userId,
  max(session_end) AS last_session_end
FROM silver_user_sessions
WHERE session_end >= current_timestamp() - INTERVAL 30 MINUTES
GROUP BY userId
