import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT, type StateDirectory } from '../artefacts/state-directory';
import { tailOf } from '../process/log-tail';
import { SupervisedProcess } from '../process/supervised-process';
import { sparkVariables, type Toolchain } from '../setup/toolchain';
import { UserError } from '../terminal/user-error';
import type { CheckResult } from './data-quality-report';
import type { DataQualityOptions } from './requested-checks';
import type { WarehouseCredentials } from './warehouse-credentials';

/** The tables to check. */
export interface TablesToCheck {
  /** Display name. */
  readonly name: string;
  /** Directory of the manifest from which the checks are derived. */
  readonly artefacts: string;
  /** Location of deployed tables. @default - the local tables */
  readonly deployed?: {
    readonly catalog: string;
    readonly schema: string;
    readonly warehouse: WarehouseCredentials;
  };
}

/** The running check. */
export interface Checking {
  readonly event: 'checking';
  readonly dataset: string;
  readonly check: string;
  /** Number of finished checks. */
  readonly done: number;
}

type Event =
  | { readonly event: 'started'; readonly checks: number }
  | Checking
  | { readonly event: 'finished'; readonly checks: readonly CheckResult[] }
  | { readonly event: 'unreachable'; readonly message: string };

/** The Python process that runs the checks. */
export class DataQualityProcess {
  private readonly supervised: SupervisedProcess;
  private readonly log: string;

  constructor(
    { artefacts, deployed }: TablesToCheck,
    { datasets, maxAge }: DataQualityOptions,
    state: StateDirectory,
    toolchain: Toolchain,
  ) {
    mkdirSync(state.runtime, { recursive: true });
    this.log = path.join(state.runtime, 'data-quality.log');
    this.supervised = new SupervisedProcess(
      [
        ...[toolchain.python, '-m', 'tools.checks.data_quality', '--artefacts', artefacts],
        ...(deployed ? ['--schema', deployed.catalog, deployed.schema] : ['--state', state.root]),
        ...(maxAge === undefined ? [] : ['--max-age', String(maxAge)]),
        ...(datasets.length === 0 ? [] : ['--dataset', ...datasets]),
      ],
      {
        directory: PROJECT_ROOT,
        environment: { ...sparkVariables(toolchain), ...deployed?.warehouse },
        log: this.log,
        readOutput: true,
      },
    );
  }

  /** Waits for all results; calls `heard` at the start of each check with the number of finished and of all checks. */
  async results(
    heard: (checking: Checking, done: number, all: number) => void,
  ): Promise<readonly CheckResult[]> {
    let all = 0;
    let results: readonly CheckResult[] | undefined;
    let unreachable: string | undefined;
    for await (const line of createInterface({ input: this.supervised.output })) {
      const event = JSON.parse(line) as Event;
      if (event.event === 'started') all = event.checks;
      else if (event.event === 'checking') heard(event, event.done, all);
      else if (event.event === 'finished') results = event.checks;
      else unreachable = event.message;
    }
    if (unreachable !== undefined) throw new UserError(unreachable);
    if (results !== undefined) return results;
    const { code } = await this.supervised.ended;
    throw new UserError(
      `The checks ended unexpectedly (exit code ${code}). The end of their log, ${this.log}:\n${tailOf(this.log)}`,
    );
  }
}
