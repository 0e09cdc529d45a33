import path from 'node:path';
import { DeliveryRecord, type Source } from './delivery-record';
import type { StartOptions } from './options';
import type { Progress } from './progress';
import { Recording, recordedFiles } from './recording';
import { type Lengths, SIMULATION_DEFAULTS, SimulatedRecording } from './simulated-recording';
import type { StateDirectory } from './state-directory';

/** The share of new simulated days that comes first; the rest shows what an incremental update does. */
const FIRST_SLICE_SHARE = 0.7;

/** Events that are delivered together, with an update to follow. */
export interface Slice {
  /** What it is, for progress. */
  readonly what: string;
  /** How far each topic's file is delivered. @default - to its end */
  readonly lengths?: Lengths;
}

/** The events that a run brings to the broker: simulated, or recorded by somebody. */
export interface Events {
  readonly record: DeliveryRecord;
  /** Makes events where they do not exist yet. */
  prepare(progress: Progress): Promise<void>;
  /** The events, for a pipeline that reads these topics. */
  recording(topics: readonly string[]): Recording;
  /** How they are delivered, once they are prepared. */
  slices(): Slice[];
}

/** The events that the options ask for; state that does not fit them is an error. */
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

  async prepare(): Promise<void> {}

  recording(topics: readonly string[]): Recording {
    return Recording.open(this.directory, topics);
  }

  slices(): Slice[] {
    return [{ what: path.basename(path.resolve(this.directory)) }];
  }
}

class SimulatedEvents implements Events {
  private readonly lastDay: number;

  constructor(
    readonly record: DeliveryRecord,
    private readonly simulated: SimulatedRecording,
    private readonly newDays: number,
  ) {
    this.lastDay = simulated.days;
  }

  async prepare(progress: Progress): Promise<void> {
    const { simulated, newDays, lastDay } = this;
    if (newDays === 0) return;
    const activity = progress.begin(`Simulating ${days(lastDay + 1, lastDay + newDays)}`);
    try {
      await simulated.extend(newDays, (day) => activity.detail(`day ${day}`));
      activity.done(`--users ${simulated.users} --seed ${simulated.seed}`);
    } finally {
      activity.dismiss();
    }
  }

  recording(topics: readonly string[]): Recording {
    return Recording.ofSimulation(this.simulated.directory, topics);
  }

  slices(): Slice[] {
    const { simulated, newDays, lastDay } = this;
    const first = Math.max(Math.round(newDays * FIRST_SLICE_SHARE), Math.min(newDays, 1));
    const cuts = first < newDays ? [lastDay + first, lastDay + newDays] : [lastDay + newDays];
    return cuts.map((cut, index) => {
      const begin = (cuts[index - 1] ?? lastDay) + 1;
      const what = newDays === 0 ? 'what is left' : days(begin, cut);
      return { what, lengths: simulated.lengthsAfter(cut) };
    });
  }
}

function days(first: number, last: number): string {
  return first === last ? `day ${first}` : `days ${first} to ${last}`;
}
