import { Layer, type MedallionPipeline } from '../medallion/graph';
import { KafkaStream } from '../medallion/kafka-stream';
import { AUTH_FIELDS, LISTEN_FIELDS, PAGE_VIEW_FIELDS, STATUS_CHANGE_FIELDS } from './event-fields';

/** The events of the music service, as Kafka has them. */
export class RawLayer extends Layer {
  readonly pageViewEvents: KafkaStream;
  readonly listenEvents: KafkaStream;
  readonly authEvents: KafkaStream;
  readonly statusChangeEvents: KafkaStream;

  constructor(pipeline: MedallionPipeline) {
    super(pipeline, 'raw', {
      comment:
        'Every message of the four topics as it came, with its position in Kafka. Nothing is turned away here: what Kafka no longer holds can be computed again from these tables.',
    });

    this.pageViewEvents = new KafkaStream(this, 'raw_page_view_events', {
      comment: 'One row a message: a page that was shown to a user.',
      topic: 'page_view_events',
      fields: PAGE_VIEW_FIELDS,
    });

    this.listenEvents = new KafkaStream(this, 'raw_listen_events', {
      comment: 'One row a message: a song that a user played.',
      topic: 'listen_events',
      fields: LISTEN_FIELDS,
    });

    this.authEvents = new KafkaStream(this, 'raw_auth_events', {
      comment: 'One row a message: an attempt to log in.',
      topic: 'auth_events',
      fields: AUTH_FIELDS,
    });

    this.statusChangeEvents = new KafkaStream(this, 'raw_status_change_events', {
      comment: 'One row a message: a user who changed the subscription level.',
      topic: 'status_change_events',
      fields: STATUS_CHANGE_FIELDS,
    });
  }
}
