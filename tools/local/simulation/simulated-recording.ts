import { closeSync, existsSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { writeFileAtomically } from '../../process/atomic-file';
import { UserError } from '../../terminal/user-error';
import { Simulation } from './simulation';
import { byTopic, TOPICS, type Topic } from './topics';

const STATE_FILE = 'simulation.json';
const LINES_A_WRITE = 5000;

/** Length of each topic's file, in bytes. */
export type Lengths = Readonly<Record<Topic, number>>;

/** What is to be simulated; what is not said stays as it was, or becomes the default. */
export interface SimulationChoice {
  readonly seed?: number;
  readonly users?: number;
}

interface SimulationState {
  readonly version: 1;
  readonly seed: number;
  readonly users: number;
  /** Lengths of the files at the end of each simulated day; a topic that was added later has none. */
  readonly days: readonly Partial<Lengths>[];
}

const DEFAULT_SEED = 1;
const DEFAULT_USERS = 100;

/** What a first simulation does unless told otherwise. */
export const SIMULATION_DEFAULTS = { seed: DEFAULT_SEED, users: DEFAULT_USERS, days: 7 };

/** A recording that a simulation writes, and makes longer each time it is asked to. */
export class SimulatedRecording {
  private constructor(
    readonly directory: string,
    private state: SimulationState,
  ) {}

  /** Opens the recording in a directory; one made with another seed or other users is an error. */
  static open(directory: string, choice: SimulationChoice): SimulatedRecording {
    const file = path.join(directory, STATE_FILE);
    if (!existsSync(file)) {
      const { seed = DEFAULT_SEED, users = DEFAULT_USERS } = choice;
      return new SimulatedRecording(directory, { version: 1, seed, users, days: [] });
    }
    const state = JSON.parse(readFileSync(file, 'utf8')) as SimulationState;
    const { seed = state.seed, users = state.users } = choice;
    if (seed !== state.seed || users !== state.users) {
      throw new UserError(
        `The simulation here was begun with --users ${state.users} --seed ${state.seed} and cannot go on with ` +
          `--users ${users} --seed ${seed}.\n  Leave both out to go on with it, or add --clean to start from scratch.`,
      );
    }
    return new SimulatedRecording(directory, state);
  }

  get seed(): number {
    return this.state.seed;
  }

  get users(): number {
    return this.state.users;
  }

  /** Days simulated so far. */
  get days(): number {
    return this.state.days.length;
  }

  /** Lengths of the files at the end of a day, days counted from 1; all zero before the first. */
  lengthsAfter(day: number): Lengths {
    return { ...byTopic(() => 0), ...this.state.days[day - 1] };
  }

  /**
   * Simulates further days and appends what arrives on them.
   *
   * The simulation begins at the launch every time: that takes a fraction of a second, and nothing but the
   * recording needs to be kept. A topic that was added since gets what it has missed.
   */
  async extend(days: number, simulated: (day: number) => void = () => undefined): Promise<void> {
    const known = this.days;
    const simulation = new Simulation(this.state);
    mkdirSync(this.directory, { recursive: true });
    const files = this.openFiles();
    try {
      let lengths: Lengths = byTopic(() => 0);
      const lengthsByDay: Lengths[] = [];
      for (let day = 1; day <= known + days; day += 1) {
        const arrivals = simulation.nextDay();
        const before = lengths;
        lengths = byTopic((topic) => {
          const isNew = day > known || this.recorded(topic, day) === undefined;
          return before[topic] + append(isNew ? files[topic] : undefined, arrivals[topic]);
        });
        if (day <= known) this.requireSame(day, lengths);
        lengthsByDay.push(lengths);
        simulated(day);
        // Years take a while: let others run, and Ctrl-C be heard.
        await setImmediate();
      }
      this.state = { ...this.state, days: lengthsByDay };
    } finally {
      for (const topic of TOPICS) closeSync(files[topic]);
    }
    writeFileAtomically(path.join(this.directory, STATE_FILE), `${JSON.stringify(this.state)}\n`);
  }

  /** Opens the files at the end of the last complete day: a run that was killed may have written more. */
  private openFiles(): Record<Topic, number> {
    const lengths = this.lengthsAfter(this.days);
    return byTopic((topic) => {
      const file = openSync(path.join(this.directory, `${topic}.jsonl`), 'a');
      ftruncateSync(file, lengths[topic]);
      return file;
    });
  }

  private recorded(topic: Topic, day: number): number | undefined {
    return this.state.days[day - 1]?.[topic];
  }

  private requireSame(day: number, lengths: Lengths): void {
    const differs = TOPICS.some((topic) => (this.recorded(topic, day) ?? lengths[topic]) !== lengths[topic]);
    if (!differs) return;
    throw new UserError(
      `The simulation in ${this.directory} was written by another version of the simulator, which cannot go on ` +
        'with it. Add --clean to start from scratch.',
    );
  }
}

/** Appends lines to a file, if there is one, and tells how long they are in bytes. */
function append(file: number | undefined, lines: readonly string[]): number {
  let bytes = 0;
  for (let begin = 0; begin < lines.length; begin += LINES_A_WRITE) {
    const text = `${lines.slice(begin, begin + LINES_A_WRITE).join('\n')}\n`;
    bytes += Buffer.byteLength(text);
    if (file !== undefined) writeSync(file, text);
  }
  return bytes;
}
