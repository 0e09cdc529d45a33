import { type Columns, string, timestamp } from '../medallion/column';
import { type Expectation, type ExpectationOptions, expectOrDrop } from '../medallion/expectation';
import { Layer, type MedallionPipeline } from '../medallion/graph';
import type { KafkaStream } from '../medallion/kafka-stream';
import { StreamingTable } from '../medallion/streaming-table';
import type { RawLayer } from './raw';

/** What every event gets, whatever its topic. */
const EVENT_COLUMNS: Columns = {
  event_timestamp: timestamp('Time of the event, to the millisecond; NULL if ts is missing or impossible'),
  event_id: string('Identity of the event: an event that is delivered twice has the same one twice'),
};

/**
 * A payload is one JSON object and nothing after it. JSON functions read the first value and ignore what follows,
 * so that of two events stuck together the second would be lost unseen: what follows must neither break a list
 * around the payload, nor an object around it. One of the two would not do, as what follows may close it.
 *
 * They read text in single quotes, too. The parser of the fields does not: such an event has no `ts`.
 */
const ONE_JSON_OBJECT = [
  // In JSON functions all bytes that are not UTF-8 become the same character, and two users one.
  'is_valid_utf8(value)',
  "ltrim(' \\t\\r\\n', value) LIKE '{%'",
  "json_array_length(concat('[', value, ']')) = 1",
  `json_object_keys(concat('{"":', value, '}')) = array('')`,
].join(' AND ');

/**
 * Messages are cut off on their way, and clients leave fields out: fewer than one in a hundred, in quiet hours a few
 * more. A message that is no JSON has no field at all, so every rule meets it.
 */
const BROKEN_MESSAGES: ExpectationOptions = { toleratedFailureRate: 0.02 };

/** Guests and people who are signed out view pages, too: about one page in twenty-five. */
const VISITORS: ExpectationOptions = { toleratedFailureRate: 0.1 };

/** What makes an event usable. */
const EVENT_EXPECTATIONS: readonly Expectation[] = [
  expectOrDrop('valid_json', ONE_JSON_OBJECT, BROKEN_MESSAGES),
  expectOrDrop('ts_present', 'ts IS NOT NULL', BROKEN_MESSAGES),
  expectOrDrop('ts_in_range', 'ts IS NULL OR event_timestamp IS NOT NULL', BROKEN_MESSAGES),
];

/** What makes an event that of a user. Who logs in is nobody yet, so log-ins are not asked for it. */
const userExpectations = (withoutUser: ExpectationOptions): readonly Expectation[] => [
  expectOrDrop('user_present', "userId IS NOT NULL AND userId <> ''", withoutUser),
  expectOrDrop('session_present', "sessionId IS NOT NULL AND sessionId <> ''", BROKEN_MESSAGES),
];

/** Events that can be used: parsed, typed, with time and identity. The others are in quarantine. */
export class BronzeLayer extends Layer {
  readonly pageViewEvents: StreamingTable;
  readonly listenEvents: StreamingTable;
  readonly authEvents: StreamingTable;
  readonly statusChangeEvents: StreamingTable;

  constructor(pipeline: MedallionPipeline, raw: RawLayer) {
    super(pipeline, 'bronze', {
      comment:
        'Typed events with time and identity. What is malformed, or of nobody, is in the quarantine of its table: for each topic, raw rows are bronze rows and quarantined rows together.',
    });

    this.pageViewEvents = this.events('bronze_page_view_events', raw.pageViewEvents, {
      comment: 'One row a delivery of an event: a page that was shown to a signed-in user.',
      expectations: userExpectations(VISITORS),
    });

    this.listenEvents = this.events('bronze_listen_events', raw.listenEvents, {
      comment: 'One row a delivery of an event: a song that a signed-in user played.',
      expectations: [
        ...userExpectations(BROKEN_MESSAGES),
        expectOrDrop('song_present', "artist <> '' AND song <> ''", BROKEN_MESSAGES),
        expectOrDrop('duration_plausible', 'duration > 0 AND duration < 86400', BROKEN_MESSAGES),
      ],
    });

    this.authEvents = this.events('bronze_auth_events', raw.authEvents, {
      comment: 'One row a delivery of an event: an attempt to log in or out.',
      expectations: [expectOrDrop('success_present', 'success IS NOT NULL', BROKEN_MESSAGES)],
    });

    this.statusChangeEvents = this.events('bronze_status_change_events', raw.statusChangeEvents, {
      comment: 'One row a delivery of an event: a user who changed the subscription level.',
      expectations: [
        ...userExpectations(BROKEN_MESSAGES),
        expectOrDrop('level_known', "level IN ('free', 'paid')", BROKEN_MESSAGES),
      ],
    });
  }

  /** The four topics differ in their fields and in what makes them usable: they share the function. */
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
