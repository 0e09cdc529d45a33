import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { writeFileAtomically } from '../process/atomic-file';

/** What a run was started with. */
export interface RunRecord {
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Names of options and their values, those included that were not given. */
  readonly parameters: Readonly<Record<string, string | number>>;
  /** State of the project. @default - it is in no Git repository */
  readonly source?: SourceState;
}

/** A commit of the project, and whether there were changes on top of it. */
export interface SourceState {
  readonly commit: string;
  /** @default - none is checked out */
  readonly branch?: string;
  readonly isChanged: boolean;
}

/** Records what a run is started with, in place of the run before. */
export function recordRun(state: StateDirectory, parameters: RunRecord['parameters']): void {
  const record: RunRecord = { started: new Date().toISOString(), parameters, source: sourceState() };
  writeFileAtomically(state.run, `${JSON.stringify(record)}\n`);
}

/** What the last run was started with; nothing if it is not recorded. */
export function readRunRecord({ run }: StateDirectory): RunRecord | undefined {
  return existsSync(run) ? (JSON.parse(readFileSync(run, 'utf8')) as RunRecord) : undefined;
}

/** The state of the Git repository at a directory; nothing if there is none, or no commit in it. */
export function sourceState(directory: string = PROJECT_ROOT): SourceState | undefined {
  const { status, stdout } = spawnSync('git', ['status', '--porcelain=v2', '--branch'], {
    cwd: directory,
    encoding: 'utf8',
  });
  const commit = /^# branch\.oid ([0-9a-f]+)$/m.exec(stdout ?? '')?.[1];
  if (status !== 0 || commit === undefined) return undefined;
  const branch = /^# branch\.head ([^(\n].*)$/m.exec(stdout)?.[1];
  return { commit, branch, isChanged: /^[^#\n]/m.test(stdout) };
}
