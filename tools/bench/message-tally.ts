import { createHash } from 'node:crypto';
import { DAY } from '../local/simulation/activity';

/** Lower bound for valid event times. */
const EARLIEST = Date.UTC(2000, 0, 1);

/** Required fields of usable messages. */
interface Fields {
  readonly ts?: unknown;
  readonly userId?: unknown;
  readonly sessionId?: unknown;
}

/** Counts messages independently of the pipeline to verify its tables. */
export class MessageTally {
  /** All messages. */
  delivered = 0;
  /** Messages that are events with a user, a session and a plausible time. */
  usable = 0;
  private readonly identities = new Set<string>();

  add(message: string): void {
    this.delivered += 1;
    if (!isUsable(message)) return;
    this.usable += 1;
    this.identities.add(createHash('md5').update(message).digest('base64'));
  }

  /** Usable messages without duplicates. */
  get distinct(): number {
    return this.identities.size;
  }
}

function isUsable(message: string): boolean {
  const { ts, userId, sessionId } = parse(message);
  return (
    typeof ts === 'number' &&
    ts >= EARLIEST &&
    ts <= Date.now() + DAY &&
    userId !== undefined &&
    sessionId !== undefined
  );
}

function parse(message: string): Fields {
  try {
    return JSON.parse(message) as Fields;
  } catch {
    return {};
  }
}
