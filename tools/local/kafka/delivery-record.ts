import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeFileAtomically } from '../../process/atomic-file';
import { UserError } from '../../terminal/user-error';

/** Where the messages of a broker came from: one of the two, never a mixture. */
export type Source = 'simulation' | 'recording';

/** How far a file has been delivered, and how its lines went to the partitions. */
export interface Position {
  readonly bytes: number;
  readonly lines: number;
  readonly partitions: readonly number[];
}

/** A beginning of a file, told from others by its hash. */
export interface Beginning {
  readonly bytes: number;
  readonly sha256: string;
}

/** What is known of a topic's delivery. */
export interface TopicDelivery {
  /** All up to here was delivered. */
  readonly delivered: Position;
  /** All that was delivered, or would have been but for a kill, lies in this beginning of the file. */
  readonly announced: Beginning;
}

interface RecordContent {
  readonly version: 1;
  readonly source: Source;
  readonly topics: Record<string, TopicDelivery>;
}

/**
 * Remembers, beside the broker's data, what was delivered to it, so that a longer recording continues where
 * the last one ended and a different one is recognized.
 */
export class DeliveryRecord {
  private constructor(
    private readonly file: string,
    private content: RecordContent,
  ) {}

  /** Opens the record of a broker; messages from another source than before are an error. */
  static open(directory: string, source: Source): DeliveryRecord {
    const file = path.join(directory, 'delivered.json');
    if (!existsSync(file)) return new DeliveryRecord(file, { version: 1, source, topics: {} });
    const content = JSON.parse(readFileSync(file, 'utf8')) as RecordContent;
    if (content.source !== source) {
      const was = content.source === 'simulation' ? 'simulated events' : 'events of a recording';
      const would = source === 'simulation' ? 'simulated events' : 'events of a recording';
      throw new UserError(
        `The tables here hold ${was}; ${would} would be mixed with them.\n  ` +
          `${source === 'simulation' ? 'Name the recording with --events to go on with it' : 'Leave --events out to go on with the simulation'}, ` +
          'or add --clean to start from scratch.',
      );
    }
    return new DeliveryRecord(file, content);
  }

  /** What is known of a topic, if anything was ever delivered to it. */
  of(topic: string): TopicDelivery | undefined {
    return this.content.topics[topic];
  }

  /** Notes, and keeps over a kill, what is about to be delivered or has been. */
  note(topic: string, delivery: TopicDelivery): void {
    this.content = { ...this.content, topics: { ...this.content.topics, [topic]: delivery } };
    writeFileAtomically(this.file, `${JSON.stringify(this.content, null, 2)}\n`);
  }
}
