import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { LOOPBACK } from './free-port';

const ANSWER_PATIENCE = 2000;

/** The process that holds a lock. */
interface Holder {
  readonly process: number;
  /** Port on which the holder proves that it is alive: process numbers are reused, this answer is not. */
  readonly port: number;
  readonly proof: string;
}

/** Reactions to a lock that is held. */
export interface LockProps {
  /** Called if a running process holds the lock: throws to give up, or resolves to try again. */
  readonly inUse: (process: number) => Promise<void>;

  /**
   * Called after the lock of a killed process was removed, before it is acquired.
   * @default - it is acquired immediately
   */
  readonly takenOver?: () => Promise<void>;
}

/** An exclusive right, held by one process at a time and represented by a file. */
export class ExclusiveLock {
  private constructor(
    private readonly file: string,
    private readonly server: Server,
    private readonly proof: string,
  ) {}

  /** Acquires the lock; takes over the lock of a process that was killed. */
  static async acquire(file: string, { inUse, takenOver }: LockProps): Promise<ExclusiveLock> {
    mkdirSync(path.dirname(file), { recursive: true });
    const proof = randomUUID();
    const server = createServer((socket) => socket.on('error', () => undefined).end(proof));
    server.listen(0, LOOPBACK).unref();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const content = JSON.stringify({ process: process.pid, port, proof } satisfies Holder);
    try {
      while (!claim(file, content, proof)) {
        const holder = readHolder(file);
        if (holder !== undefined && (await isAlive(holder))) await inUse(holder.process);
        else {
          rmSync(file, { force: true });
          await takenOver?.();
        }
      }
    } catch (error) {
      server.close();
      throw error;
    }
    return new ExclusiveLock(file, server, proof);
  }

  release(): void {
    this.server.close();
    if (readHolder(this.file)?.proof === this.proof) rmSync(this.file);
  }
}

/** Creates the complete lock file in one step; returns false if there is one already. */
function claim(lock: string, content: string, proof: string): boolean {
  const complete = `${lock}.${proof}`;
  writeFileSync(complete, content);
  try {
    linkSync(complete, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(complete);
  }
}

function readHolder(lock: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as Holder;
  } catch {
    // It was released in the meantime.
    return undefined;
  }
}

async function isAlive({ port, proof }: Holder): Promise<boolean> {
  const socket = connect(port, LOOPBACK);
  socket.setTimeout(ANSWER_PATIENCE, () => socket.destroy(new Error('no answer')));
  try {
    let answer = '';
    for await (const chunk of socket) answer += chunk;
    return answer === proof;
  } catch {
    return false;
  }
}
