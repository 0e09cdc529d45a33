import { DAY, MINUTE, SECOND } from './activity';
import type { Random } from './random';

/** How often messages meet with each kind of trouble, as shares of all messages. */
export interface Trouble {
  /** Delivered minutes to hours after they were sent. */
  readonly late: number;
  /** Delivered a second time, byte for byte the same. */
  readonly duplicate: number;
  /** Of those delivered a second time: not within seconds but a day or so later. */
  readonly duplicateMuchLater: number;
  /** Arrive as something that is not an event: cut off, plain text, empty, wrong types. */
  readonly malformed: number;
  /** Arrive as an event that lacks its user or its time, or has an absurd time. */
  readonly incomplete: number;
}

/** What the simulated network does unless told otherwise. */
export const USUAL_TROUBLE: Trouble = {
  late: 0.01,
  duplicate: 0.01,
  duplicateMuchLater: 0.2,
  malformed: 0.004,
  incomplete: 0.006,
};

/** A network without any trouble but a fraction of a second on the way. */
export const NO_TROUBLE: Trouble = {
  late: 0,
  duplicate: 0,
  duplicateMuchLater: 0,
  malformed: 0,
  incomplete: 0,
};

/** Mean times on the way, in milliseconds. */
const USUAL_DELAY = 0.25 * SECOND;
const LATE_DELAY = 90 * MINUTE;
const RETRY_DELAY = 20 * SECOND;
const MUCH_LATER_DELAY = DAY;

/** Carries a message over a network that keeps its promise to deliver at least once, and no other. */
export class Network {
  constructor(
    private readonly trouble: Trouble,
    private readonly random: Random,
  ) {}

  /**
   * @param time when the message is sent
   * @param arrive called for each arrival with its time and what arrives
   */
  carry(time: number, message: string, arrive: (time: number, message: string) => void): void {
    const { random, trouble } = this;
    const arrived = this.damaged(message);
    let arrival = time + random.exponential(USUAL_DELAY);
    if (random.chance(trouble.late)) arrival += random.exponential(LATE_DELAY);
    arrive(arrival, arrived);
    if (random.chance(trouble.duplicate)) {
      const muchLater = random.chance(trouble.duplicateMuchLater);
      arrive(arrival + random.exponential(muchLater ? MUCH_LATER_DELAY : RETRY_DELAY), arrived);
    }
  }

  private damaged(message: string): string {
    const fate = this.random.fraction();
    const { malformed, incomplete } = this.trouble;
    if (fate >= malformed + incomplete) return message;
    return fate < malformed ? malform(message, this.random) : makeIncomplete(message, this.random);
  }
}

function malform(message: string, random: Random): string {
  switch (random.integer(0, 4)) {
    case 0:
    case 1:
      return message.slice(0, random.integer(1, message.length - 1));
    case 2:
      return random.pick([
        'upstream connect error or disconnect/reset before headers',
        'ping',
        '<html>502 Bad Gateway</html>',
      ]);
    case 3:
      return '';
    default:
      return withField(message, 'ts', random.pick(['yesterday', true, { seconds: 1 }]));
  }
}

function makeIncomplete(message: string, random: Random): string {
  switch (random.integer(0, 3)) {
    case 0:
    case 1:
      return withField(message, 'userId', undefined);
    case 2:
      return withField(message, 'ts', undefined);
    default:
      // Never set, in seconds, in microseconds, far in the future.
      return withField(
        message,
        'ts',
        random.pick([0, -1, 1_767_225_600, 1_767_225_600_000_000, 32_503_680_000_000]),
      );
  }
}

function withField(message: string, field: string, value: unknown): string {
  return JSON.stringify({ ...JSON.parse(message), [field]: value });
}
