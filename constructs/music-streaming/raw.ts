import { KafkaStream, Layer, type MedallionPipeline } from '../medallion';
import { AUTH_FIELDS, LISTEN_FIELDS, PAGE_VIEW_FIELDS, STATUS_CHANGE_FIELDS } from './event-fields';

/** The raw messages of the music service. */
export class RawLayer extends Layer {
  readonly pageViewEvents: KafkaStream;
  readonly listenEvents: KafkaStream;
  readonly authEvents: KafkaStream;
  readonly statusChangeEvents: KafkaStream;

  constructor(pipeline: MedallionPipeline) {
    super(pipeline, 'raw', {
      comment:
        'Every message of the four topics, unchanged, with its Kafka position. No message is dropped here, so later layers can be recomputed even after Kafka has expired it.',
    });

    this.pageViewEvents = new KafkaStream(this, 'raw_page_view_events', {
      comment: 'One row per Kafka message: a page shown to a user.',
      topic: 'page_view_events',
      fields: PAGE_VIEW_FIELDS,
    });

    this.listenEvents = new KafkaStream(this, 'raw_listen_events', {
      comment: 'One row per Kafka message: a song played by a user.',
      topic: 'listen_events',
      fields: LISTEN_FIELDS,
    });

    this.authEvents = new KafkaStream(this, 'raw_auth_events', {
      comment: 'One row per Kafka message: a login or logout attempt.',
      topic: 'auth_events',
      fields: AUTH_FIELDS,
    });

    this.statusChangeEvents = new KafkaStream(this, 'raw_status_change_events', {
      comment: 'One row per Kafka message: a user changed subscription level.',
      topic: 'status_change_events',
      fields: STATUS_CHANGE_FIELDS,
    });
  }
}
