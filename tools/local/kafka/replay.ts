import { createInterface } from 'node:readline';
import { PROJECT_ROOT } from '../../artefacts/state-directory';
import { tailOf } from '../../process/log-tail';
import { SupervisedProcess } from '../../process/supervised-process';
import { UserError } from '../../terminal/user-error';
import type { DeliveryRecord, Position } from './delivery-record';
import { byteAt, hashBeginnings } from './file-beginning';
import type { Recording } from './recording';

/** Every topic has this many partitions: the least that shows what order Kafka keeps, and what it does not. */
export const PARTITIONS = 2;

const LINE_FEED = 0x0a;

/** A recording on its way into a broker. */
export interface ReplayProps {
  readonly recording: Recording;
  readonly record: DeliveryRecord;
  readonly bootstrapServers: string;
  readonly python: string;
  /** Takes what the producer writes to standard error. */
  readonly log: string;
  readonly topics: readonly string[];
  /** Called with how many messages have been delivered so far by this replay. */
  readonly progress?: (messages: number) => void;
}

/** What is to be done for a topic. */
interface TopicJob {
  readonly topic: string;
  readonly file: string | null;
  readonly from: Position;
  readonly to: number;
}

type Report =
  | { readonly event: 'progress'; readonly topic: string; readonly lines: number }
  | { readonly event: 'delivered'; readonly topic: string; readonly position: Position }
  | { readonly event: 'failed'; readonly message: string };

/**
 * Delivers what is new in a recording, up to a length of each topic's file, and tells how many messages were.
 *
 * @param lengths how far to deliver, in bytes by topic
 * @default lengths - to the end of every file
 */
export async function replay(
  props: ReplayProps,
  lengths?: Readonly<Record<string, number>>,
): Promise<number> {
  const jobs = props.topics.map((topic) => announce(props, topic, lengths?.[topic]));
  // A topic that was delivered before exists, even if nothing is new in it.
  const isDelivered = ({ topic, from, to }: TopicJob) =>
    from.bytes >= to && props.record.of(topic)?.delivered.bytes === to && to > 0;
  return jobs.every(isDelivered) ? 0 : produce(props, jobs);
}

/** Checks that a topic's file continues what was delivered of it, and notes how far delivery will go. */
function announce({ recording, record }: ReplayProps, topic: string, length: number | undefined): TopicJob {
  const known = record.of(topic);
  const file = recording.file(topic);
  const before = known?.announced.bytes ?? 0;
  const to = Math.max(length ?? recording.bytes(topic), before);
  const [beginning, announced] = hashBeginnings(file, [before, to]);
  if (known !== undefined && beginning.sha256 !== known.announced.sha256) {
    throw differs(recording, topic, before, beginning.bytes);
  }
  const delivered = known?.delivered ?? { bytes: 0, lines: 0, partitions: Array(PARTITIONS).fill(0) };
  record.note(topic, { delivered, announced });
  const from = { ...delivered, bytes: nextLine(recording, topic, delivered.bytes) };
  return { topic, file: file ?? null, from, to: announced.bytes };
}

/** Where the line after a position begins: delivery may have ended with a last line that nothing ended. */
function nextLine(recording: Recording, topic: string, position: number): number {
  const file = recording.file(topic);
  if (file === undefined || position === 0 || byteAt(file, position - 1) === LINE_FEED) return position;
  const following = byteAt(file, position);
  if (following === undefined) return position;
  if (following === LINE_FEED) return position + 1;
  throw new UserError(
    `${file}: the line around byte ${position} was delivered before it was complete, and has become longer since. ` +
      'Replay a recording only between two lines; add --clean to start from scratch.',
  );
}

function differs(recording: Recording, topic: string, before: number, now: number): UserError {
  const file = recording.file(topic) ?? `${recording.directory}/${topic}.jsonl`;
  const how =
    now < before
      ? `it has ${now.toLocaleString('en')} bytes, but ${before.toLocaleString('en')} of it were delivered`
      : `its first ${before.toLocaleString('en')} bytes are not those that were delivered`;
  return new UserError(
    `${file} does not continue what was replayed before: ${how}.\n  ` +
      'Replay the same recording, or a longer one that begins the same, or add --clean to start from scratch.',
  );
}

/** Runs the producer and notes each topic as it is delivered. */
async function produce(props: ReplayProps, topics: readonly TopicJob[]): Promise<number> {
  const producer = new SupervisedProcess([props.python, '-m', 'tools.local.kafka.produce'], {
    directory: PROJECT_ROOT,
    log: props.log,
    readOutput: true,
  });
  producer.input.end(
    JSON.stringify({ bootstrapServers: props.bootstrapServers, partitions: PARTITIONS, topics }),
  );
  const starts = new Map(topics.map(({ topic, from }) => [topic, from.lines]));
  let delivered = 0;
  for await (const line of createInterface({ input: producer.output })) {
    const report = JSON.parse(line) as Report;
    if (report.event === 'failed') throw new UserError(report.message);
    if (report.event === 'progress') {
      props.progress?.(delivered + report.lines - (starts.get(report.topic) ?? 0));
      continue;
    }
    delivered += report.position.lines - (starts.get(report.topic) ?? 0);
    props.progress?.(delivered);
    const { announced } = props.record.of(report.topic) ?? {};
    if (announced !== undefined) props.record.note(report.topic, { delivered: report.position, announced });
  }
  const { code } = await producer.ended;
  if (code !== 0) {
    throw new UserError(`Delivering to Kafka failed (exit code ${code}):\n${tailOf(props.log)}`);
  }
  return delivered;
}
