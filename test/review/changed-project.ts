import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CopyRequest } from './synthesize-copies';

const PROJECT = path.resolve(__dirname, '..', '..');

/** What synthesis reads. */
const SOURCES = ['tsconfig.json', 'constructs', 'environments', 'notebooks'];

/** A change of one file of the project; `to` alone is a new file. */
export interface Edit {
  readonly file: string;
  /** Text that stands in the file once. */
  readonly from?: string;
  readonly to: string;
}

/** Copies of the project, each with some edits, and what they synthesize to. */
export class ChangedProjects {
  private readonly directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'review-corpus-')));
  private readonly processes: ChildProcess[] = [];
  private readonly idle: ChildProcess[] = [];
  private count = 0;

  /** @param width how many are synthesized at a time */
  constructor(private readonly width: number) {}

  /**
   * What comes of each of several changes, in the order in which they are given.
   *
   * @returns what `task` makes of the synthesized directory, or why there is none: the edit that does not fit the
   * project any more, or what synthesis says
   */
  async each<Item, Result>(
    items: readonly Item[],
    change: (item: Item) => { readonly edits: readonly Edit[]; readonly environments: string },
    task: (output: string) => Result,
  ): Promise<Map<Item, Result | Error>> {
    const results = new Map<Item, Result | Error>();
    const waiting = [...items];
    const work = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
        const { edits, environments } = change(item);
        const result = await this.synthesized(edits, environments)
          .then(task)
          .catch((error: Error) => error);
        results.set(item, result);
      }
    };
    await Promise.all(Array.from({ length: this.width }, work));
    return results;
  }

  /** Ends the processes, and removes all copies. */
  remove(): void {
    for (const process of this.processes) process.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async synthesized(edits: readonly Edit[], environments: string): Promise<string> {
    this.count += 1;
    const copy = path.join(this.directory, String(this.count));
    for (const source of SOURCES)
      cpSync(path.join(PROJECT, source), path.join(copy, source), { recursive: true });
    symlinkSync(path.join(PROJECT, 'node_modules'), path.join(copy, 'node_modules'));
    for (const edit of edits) apply(copy, edit);
    const request: CopyRequest = { copy, output: path.join(copy, 'synthesized'), environments };
    const process = this.idle.pop() ?? this.started();
    process.send(request);
    const [{ problem }] = (await once(process, 'message')) as [{ problem?: string }];
    this.idle.push(process);
    if (problem !== undefined) throw new Error(problem);
    return request.output;
  }

  private started(): ChildProcess {
    const started = fork(path.join(__dirname, 'synthesize-copies.ts'), {
      execArgv: ['--require', require.resolve('ts-node/register')],
      cwd: PROJECT,
    });
    this.processes.push(started);
    return started;
  }
}

function apply(copy: string, { file, from, to }: Edit): void {
  const target = path.join(copy, file);
  if (from === undefined) {
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, to);
    return;
  }
  const parts = readFileSync(target, 'utf8').split(from);
  if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times, and not once: ${from}`);
  writeFileSync(target, parts.join(to));
}
