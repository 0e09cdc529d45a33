import { readFileSync } from 'node:fs';
import path from 'node:path';

/** File with the measurement, from the project root. */
export const MEASUREMENT_FILE = 'tools/docs/load-measurement.json';

/** Sizes of the tables of one local run, from which those of any load follow. */
export interface MeasuredLoad {
  /** Messages of each topic, and bytes of their payloads. */
  readonly topics: Readonly<Record<string, { readonly messages: number; readonly bytes: number }>>;

  /** Rows of each table, and bytes of its Parquet files. */
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly bytes: number }>>;
}

/** Read the measurement that comes with the project. */
export function readMeasuredLoad(projectRoot: string): MeasuredLoad {
  return JSON.parse(readFileSync(path.join(projectRoot, MEASUREMENT_FILE), 'utf8'));
}

/** What one event, of any topic, adds on average. */
export class EventShare {
  private readonly messages: number;

  constructor(private readonly load: MeasuredLoad) {
    this.messages = Object.values(load.topics).reduce((sum, { messages }) => sum + messages, 0);
  }

  /** Messages of a topic. */
  messagesOf(topic: string): number {
    return (this.load.topics[topic]?.messages ?? 0) / this.messages;
  }

  /** Bytes of payload of a topic. */
  payloadOf(topic: string): number {
    return (this.load.topics[topic]?.bytes ?? 0) / this.messages;
  }

  /** Rows of a table; undefined if it was not measured. */
  rowsOf(table: string): number | undefined {
    const rows = this.load.tables[table]?.rows;
    return rows === undefined ? undefined : rows / this.messages;
  }

  /** Bytes of a table; 0 if it was not measured. */
  bytesOf(table: string): number {
    return (this.load.tables[table]?.bytes ?? 0) / this.messages;
  }
}
