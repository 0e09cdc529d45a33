import { createInterface, type Interface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks a question at the terminal; resolves with the answer, or undefined if there is none. */
export type Ask = (question: string) => Promise<string | undefined>;

/** Asks at this terminal. */
export async function askAtTerminal(question: string): Promise<string | undefined> {
  return answerOf(createInterface({ input: process.stdin, output: process.stderr }), question);
}

/** Asks at this terminal without showing what is typed. */
export async function askSecretly(question: string): Promise<string | undefined> {
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const answer = await answerOf(
    createInterface({ input: process.stdin, output: nowhere, terminal: process.stdin.isTTY }),
    '',
  );
  process.stderr.write('\n');
  return answer;
}

async function answerOf(terminal: Interface, question: string): Promise<string | undefined> {
  const left = new AbortController();
  // Ctrl-C and end of input count as no.
  terminal.on('SIGINT', () => terminal.close());
  terminal.on('close', () => left.abort());
  try {
    return await terminal.question(question, { signal: left.signal });
  } catch (error) {
    if (!left.signal.aborted) throw error;
    process.stderr.write('\n');
    return undefined;
  } finally {
    terminal.close();
  }
}
