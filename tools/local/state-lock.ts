import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateDirectory } from '../artefacts/state-directory';
import { LOOPBACK } from '../process/free-port';
import { UserError } from '../terminal/user-error';

/** Supervised processes of a command that was killed are gone after this time, see supervisor.sh. */
const SUPERVISOR_PATIENCE = 3000;
const ANSWER_PATIENCE = 2000;

interface Holder {
  readonly process: number;
  /** Where the holder proves that it is alive: process numbers are used again, this answer is not. */
  readonly port: number;
  readonly proof: string;
}

/** The right to use a state directory, held by one command at a time. */
export class StateLock {
  private constructor(
    private readonly state: StateDirectory,
    private readonly server: Server,
    private readonly proof: string,
  ) {}

  /** Takes the lock; that of a command which was killed is taken over. */
  static async acquire(state: StateDirectory, takingOver: () => void): Promise<StateLock> {
    const proof = randomUUID();
    const server = createServer((socket) => socket.on('error', () => undefined).end(proof));
    server.listen(0, LOOPBACK).unref();
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const content = JSON.stringify({ process: process.pid, port, proof } satisfies Holder);
    for (;;) {
      if (claim(state.lock, content, proof)) return new StateLock(state, server, proof);
      const holder = readHolder(state.lock);
      if (holder !== undefined && (await isAlive(holder))) {
        server.close();
        throw new UserError(
          `${state.display(state.root)} is in use by another npm start (process ${holder.process}).\n  ` +
            'Wait for it or stop it with Ctrl-C in its terminal.',
        );
      }
      rmSync(state.lock, { force: true });
      takingOver();
      await sleep(SUPERVISOR_PATIENCE);
    }
  }

  release(): void {
    this.server.close();
    if (readHolder(this.state.lock)?.proof === this.proof) rmSync(this.state.lock);
  }
}

/** Puts the lock file there, complete from the first moment, unless there is one. */
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
    // It was released in this moment.
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
