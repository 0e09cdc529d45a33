import { KafkaStream, Layer, type MedallionPipeline } from '../medallion';
import { TOPICS, type Topic } from './event-fields';

/** Raw messages of the music service. */
export class RawLayer extends Layer {
  /** The raw table of each topic. */
  readonly streams: Readonly<Record<Topic, KafkaStream>>;

  constructor(pipeline: MedallionPipeline) {
    super(pipeline, 'raw', {
      comment:
        'Every message of every topic, unchanged, with its Kafka position. No message is dropped here, so later layers can be recomputed even after Kafka has expired it.',
    });

    const streams = Object.entries(TOPICS).map(([topic, { message, fields }]) => {
      const comment = `One row per Kafka message: ${message}.`;
      return [topic, new KafkaStream(this, `raw_${topic}`, { comment, topic, fields })];
    });
    this.streams = Object.fromEntries(streams);
  }
}
