import {
  type Columns,
  type Expectation,
  type ExpectationOptions,
  expectOrDrop,
  type KafkaStream,
  Layer,
  type MedallionPipeline,
  personal,
  StreamingTable,
  string,
  timestamp,
} from '../medallion';
import type { RawLayer } from './raw';

/** Columns added to the events of every topic. */
const EVENT_COLUMNS: Columns = {
  event_timestamp: timestamp('Event time, to the millisecond; NULL if ts is missing or out of range'),
  ...personal({ event_id: string('Event ID: equal for repeated deliveries of the same event') }),
};

/**
 * A payload must be exactly one JSON object. Spark's JSON functions parse the first value and ignore the rest, so the
 * second of two concatenated events would be lost silently. The trailing text must therefore keep the payload valid
 * inside a list and inside an object; one of the two is not enough, because the text may close it.
 *
 * JSON functions also accept single-quoted strings. The parser of the fields does not, so such an event has no `ts`.
 */
const ONE_JSON_OBJECT = [
  // JSON functions map all bytes that are not UTF-8 to the same character, which would merge different users.
  'is_valid_utf8(value)',
  "ltrim(' \\t\\r\\n', value) LIKE '{%'",
  "json_array_length(concat('[', value, ']')) = 1",
  `json_object_keys(concat('{"":', value, '}')) = array('')`,
].join(' AND ');

/**
 * Truncated messages and missing fields affect less than 1% of messages, slightly more in quiet hours. A message that
 * is not JSON has no fields, so it fails every rule.
 */
const BROKEN_MESSAGES: ExpectationOptions = { toleratedFailureRate: 0.02 };

/** Guests and signed-out users view pages too: about 4% of page views. */
const VISITORS: ExpectationOptions = { toleratedFailureRate: 0.1 };

/** Rules for the events of every topic. */
const EVENT_EXPECTATIONS: readonly Expectation[] = [
  expectOrDrop('valid_json', ONE_JSON_OBJECT, BROKEN_MESSAGES),
  expectOrDrop('ts_present', 'ts IS NOT NULL', BROKEN_MESSAGES),
  expectOrDrop('ts_in_range', 'ts IS NULL OR event_timestamp IS NOT NULL', BROKEN_MESSAGES),
];

/** Rules for events of a user. Login attempts have no user ID yet, so these rules do not apply to them. */
const userExpectations = (withoutUser: ExpectationOptions): readonly Expectation[] => [
  expectOrDrop('user_present', "userId IS NOT NULL AND userId <> ''", withoutUser),
  expectOrDrop('session_present', "sessionId IS NOT NULL AND sessionId <> ''", BROKEN_MESSAGES),
];

/** Usable events: parsed and typed, with event time and event ID. All others are quarantined. */
export class BronzeLayer extends Layer {
  readonly pageViewEvents: StreamingTable;
  readonly listenEvents: StreamingTable;
  readonly authEvents: StreamingTable;
  readonly statusChangeEvents: StreamingTable;

  constructor(pipeline: MedallionPipeline, raw: RawLayer) {
    super(pipeline, 'bronze', {
      comment:
        'Typed events with event time and event ID. Malformed events and events without a user go to the quarantine of their table: for each topic, bronze rows plus quarantined rows equal raw rows.',
    });

    this.pageViewEvents = this.events('bronze_page_view_events', raw.streams.page_view_events, {
      comment: 'One row per delivery of an event: a page shown to a signed-in user.',
      expectations: userExpectations(VISITORS),
    });

    this.listenEvents = this.events('bronze_listen_events', raw.streams.listen_events, {
      comment: 'One row per delivery of an event: a song played by a signed-in user.',
      expectations: [
        ...userExpectations(BROKEN_MESSAGES),
        expectOrDrop('song_present', "artist <> '' AND song <> ''", BROKEN_MESSAGES),
        expectOrDrop('duration_plausible', 'duration > 0 AND duration < 86400', BROKEN_MESSAGES),
      ],
    });

    this.authEvents = this.events('bronze_auth_events', raw.streams.auth_events, {
      comment: 'One row per delivery of an event: a login or logout attempt.',
      expectations: [expectOrDrop('success_present', 'success IS NOT NULL', BROKEN_MESSAGES)],
    });

    this.statusChangeEvents = this.events('bronze_status_change_events', raw.streams.status_change_events, {
      comment: 'One row per delivery of an event: a user changed subscription level.',
      expectations: [
        ...userExpectations(BROKEN_MESSAGES),
        expectOrDrop('level_known', "level IN ('free', 'paid')", BROKEN_MESSAGES),
      ],
    });
  }

  /** Create the bronze table of a topic. Topics differ in fields and rules, but share the function. */
  private events(
    name: string,
    rawEvents: KafkaStream,
    { comment, expectations }: { comment: string; expectations: readonly Expectation[] },
  ): StreamingTable {
    return new StreamingTable(this, name, {
      comment,
      transform: 'notebooks/bronze/events.py',
      inputs: { rawEvents },
      columns: { ...rawEvents.columns, ...EVENT_COLUMNS },
      expectations: [...EVENT_EXPECTATIONS, ...expectations],
      quarantine: true,
      clusterBy: ['event_timestamp'],
    });
  }
}
