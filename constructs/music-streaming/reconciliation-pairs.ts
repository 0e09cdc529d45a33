import type { KafkaStream } from '../medallion';
import type { TablePair } from '../workspace';
import type { MusicStreamingPipeline } from './music-streaming-pipeline';

/**
 * The tables of the platform that has been there before, and where this one must give the same.
 *
 * Both must have read the same messages: the original recomputes everything from what Kafka holds at the time. Its
 * bronze tables are in no pair: their rows have no key, and what is in them twice is there twice by design. Nor are
 * its profiles: it keeps every one that was ever seen, without a time.
 */
export function reconciliationPairs({ raw, silver, gold }: MusicStreamingPipeline): TablePair[] {
  return [
    messages(raw.streams.page_view_events),
    messages(raw.streams.listen_events),
    messages(raw.streams.auth_events),
    messages(raw.streams.status_change_events),
    {
      dataset: silver.userSessions,
      original: 'silver_user_sessions',
      keys: ['sessionId', 'userId'],
      columns: {
        page_views: {},
        // The original has times as text, without milliseconds.
        session_start: { tolerance: 1 },
        session_end: { tolerance: 1 },
        duration_seconds: { tolerance: 1 },
      },
      // It counts an event as often as it was delivered; a session of repetitions alone is one here as well.
      tolerated: { different: 0.05 },
    },
    {
      dataset: gold.dailyUserMetrics,
      original: 'gold_daily_user_metrics',
      keys: ['date', 'userId'],
      columns: {
        total_sessions: {},
        total_page_views: {},
        // Up to a second for each session of the day.
        total_duration_seconds: { tolerance: 10 },
      },
      // Repetitions, as above: most users of a day have none.
      tolerated: { different: 0.25 },
    },
  ];
}

/** Messages of a topic: the original has those that Kafka still holds, this platform keeps the others, too. */
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
