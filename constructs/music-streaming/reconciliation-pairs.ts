import type { KafkaStream } from '../medallion';
import type { TablePair } from '../workspace';
import type { MusicStreamingPlatform } from './music-streaming-platform';

/**
 * Return the tables of the original platform, and which of their columns must match.
 *
 * Both platforms must have read the same messages, because the original recomputes everything from what Kafka retains.
 * Its bronze tables are not compared: they have no key and contain duplicates by design. Neither are its profiles: it
 * keeps every profile ever seen, without a timestamp.
 */
export function reconciliationPairs({ raw, entities, gold }: MusicStreamingPlatform): TablePair[] {
  return [
    messages(raw.streams.page_view_events),
    messages(raw.streams.listen_events),
    messages(raw.streams.auth_events),
    messages(raw.streams.status_change_events),
    {
      dataset: entities.userSessions,
      original: 'silver_user_sessions',
      keys: ['sessionId', 'userId'],
      columns: {
        page_views: {},
        // The original stores timestamps as text, without milliseconds.
        session_start: { tolerance: 1 },
        session_end: { tolerance: 1 },
        duration_seconds: { tolerance: 1 },
      },
      // The original counts repeated deliveries; a session that consists only of repetitions exists here as well.
      tolerated: { different: 0.05 },
    },
    {
      dataset: gold.dailyUserMetrics,
      original: 'gold_daily_user_metrics',
      keys: ['date', 'userId'],
      columns: {
        total_sessions: {},
        total_page_views: {},
        // Up to a second per session of the day.
        total_duration_seconds: { tolerance: 10 },
      },
      // Repeated deliveries, as above: most users have none on a given day.
      tolerated: { different: 0.25 },
    },
  ];
}

/** Compare the messages of a topic. The original only has those that Kafka still retains; this platform has all. */
function messages(dataset: KafkaStream): TablePair {
  return {
    dataset,
    original: `raw_${dataset.topic}`,
    keys: ['kafka_partition', 'kafka_offset'],
    originalKeys: { kafka_partition: 'partition', kafka_offset: 'offset' },
    columns: { value: {}, kafka_timestamp: {} },
    tolerated: { surplus: 1 },
  };
}
