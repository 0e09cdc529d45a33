import { statSync } from 'node:fs';
import path from 'node:path';
import type { StateDirectory } from '../artefacts/state-directory';
import { DeliveryRecord, type Source } from '../local/kafka/delivery-record';
import { Recording, recordedFiles } from '../local/kafka/recording';
import {
  type Lengths,
  SIMULATION_DEFAULTS,
  SimulatedRecording,
} from '../local/simulation/simulated-recording';
import { TOPICS, type Topic } from '../local/simulation/topics';
import type { Progress } from '../terminal/progress';
import type { StartOptions } from './start-options';

/** Share of the new simulated days in the first update; the rest demonstrates an incremental update. */
const FIRST_SLICE_SHARE = 0.7;

/** Approximate bytes per recorded message and messages per simulated user and day, to estimate the size of a run. */
const MESSAGE_BYTES = 450;
const MESSAGES_A_DAY = 40;

/** Events that are delivered before an update. */
export interface Slice {
  /** Description for progress. */
  readonly what: string;
  /** Length up to which each topic's file is delivered. @default - the whole file */
  readonly lengths?: Lengths;
}

/** The events of a run: simulated or from a recording. */
export interface Events {
  readonly record: DeliveryRecord;
  /** The options that determine the events, by name. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Approximate number of messages in this run. */
  readonly expectedMessages: number;
  /** Generates missing events. */
  prepare(progress: Progress): Promise<void>;
  /** The recording for a pipeline that reads these topics. */
  recording(topics: readonly string[]): Recording;
  /** The slices in which prepared events are delivered. */
  slices(): Slice[];
}

/** The events selected by the options; throws if they do not fit the existing state. */
export function openEvents(options: StartOptions, state: StateDirectory): Events {
  const source: Source = options.events === undefined ? 'simulation' : 'recording';
  if (options.events !== undefined) recordedFiles(options.events);
  const record = DeliveryRecord.open(state.kafka, source);
  if (options.events !== undefined) return new RecordedEvents(record, options.events);
  const { users, seed, days = SIMULATION_DEFAULTS.days } = options;
  const simulated = SimulatedRecording.open(state.simulation, { users, seed });
  return new SimulatedEvents(record, simulated, days);
}

class RecordedEvents implements Events {
  constructor(
    readonly record: DeliveryRecord,
    private readonly directory: string,
  ) {}

  get parameters() {
    return { events: this.directory };
  }

  get expectedMessages(): number {
    const bytes = recordedFiles(this.directory).map((file) => {
      const delivered = this.record.of(path.parse(file).name)?.delivered.bytes ?? 0;
      return statSync(path.join(this.directory, file)).size - delivered;
    });
    return bytes.reduce((sum, size) => sum + size, 0) / MESSAGE_BYTES;
  }

  async prepare(): Promise<void> {}

  recording(topics: readonly string[]): Recording {
    return Recording.open(this.directory, topics);
  }

  slices(): Slice[] {
    return [{ what: 'the recording' }];
  }
}

class SimulatedEvents implements Events {
  /** The last day whose events were completely delivered by earlier runs. */
  private readonly deliveredDays: number;

  constructor(
    readonly record: DeliveryRecord,
    private readonly simulated: SimulatedRecording,
    private readonly newDays: number,
  ) {
    this.deliveredDays = countDeliveredDays(simulated, record);
  }

  get parameters() {
    const { users, seed } = this.simulated;
    return { users, days: this.newDays, seed };
  }

  get expectedMessages(): number {
    return this.simulated.users * this.newDays * MESSAGES_A_DAY;
  }

  /** Days that an earlier run simulated but did not deliver count as new days. */
  async prepare(progress: Progress): Promise<void> {
    const { simulated } = this;
    const missing = this.deliveredDays + this.newDays - simulated.days;
    if (missing <= 0) return;
    const activity = progress.begin(`Simulating ${days(simulated.days + 1, simulated.days + missing)}`);
    try {
      await simulated.extend(missing, (day) => activity.detail(`day ${day}`));
      activity.done(`--users ${simulated.users} --seed ${simulated.seed}`);
    } finally {
      activity.dismiss();
    }
  }

  recording(topics: readonly string[]): Recording {
    return Recording.ofSimulation(this.simulated.directory, topics);
  }

  slices(): Slice[] {
    const { simulated, deliveredDays } = this;
    const last = simulated.days;
    if (last === deliveredDays) return [{ what: 'new events', lengths: simulated.lengthsAfter(last) }];
    const first = deliveredDays + Math.max(Math.round((last - deliveredDays) * FIRST_SLICE_SHARE), 1);
    const cuts = first < last ? [first, last] : [last];
    return cuts.map((cut, index) => ({
      what: days((cuts[index - 1] ?? deliveredDays) + 1, cut),
      lengths: simulated.lengthsAfter(cut),
    }));
  }
}

function countDeliveredDays(simulated: SimulatedRecording, record: DeliveryRecord): number {
  const known = TOPICS.filter((topic) => record.of(topic) !== undefined);
  if (known.length === 0) return 0;
  let day = 0;
  const isDelivered = (topic: Topic) =>
    simulated.lengthsAfter(day + 1)[topic] <= (record.of(topic)?.delivered.bytes ?? 0);
  while (day < simulated.days && known.every(isDelivered)) day += 1;
  return day;
}

function days(first: number, last: number): string {
  return first === last ? `day ${first}` : `days ${first} to ${last}`;
}
