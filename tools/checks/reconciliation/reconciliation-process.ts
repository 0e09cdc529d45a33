import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_ROOT, type StateDirectory } from '../../artefacts/state-directory';
import { tailOf } from '../../process/log-tail';
import { SupervisedProcess } from '../../process/supervised-process';
import { sparkVariables, type Toolchain } from '../../setup/toolchain';
import { UserError } from '../../terminal/user-error';
import type { ReconciliationReport } from './reconciliation-report';

/** Inputs of a comparison. */
export interface ComparedTables {
  /** Directory of the synthesized stack with the notebook to run. */
  readonly stack: string;
  /** Directory of the manifest of the local tables. */
  readonly artefacts: string;
  /** Directory of the original tables. */
  readonly original: string;
  /** Datasets to compare; empty for all. */
  readonly datasets: readonly string[];
}

type Event =
  | { readonly event: 'comparing'; readonly what: string }
  | { readonly event: 'finished'; readonly report: ReconciliationReport }
  | { readonly event: 'impossible'; readonly message: string };

/**
 * Runs the reconciliation notebook in a Python process.
 *
 * @param comparing called for each pair before it is compared
 * @throws UserError if nothing can be compared
 */
export async function runReconciliation(
  { stack, artefacts, original, datasets }: ComparedTables,
  { state, toolchain }: { readonly state: StateDirectory; readonly toolchain: Toolchain },
  comparing: (what: string) => void,
): Promise<ReconciliationReport> {
  mkdirSync(state.runtime, { recursive: true });
  const log = path.join(state.runtime, 'reconciliation.log');
  const supervised = new SupervisedProcess(
    [
      ...[toolchain.python, '-m', 'tools.checks.reconciliation', '--stack', stack, '--artefacts', artefacts],
      ...['--state', state.root, '--with', original],
      ...(datasets.length === 0 ? [] : ['--dataset', ...datasets]),
    ],
    {
      directory: PROJECT_ROOT,
      environment: sparkVariables(toolchain),
      log,
      readOutput: true,
    },
  );
  let report: ReconciliationReport | undefined;
  for await (const line of createInterface({ input: supervised.output })) {
    const event = JSON.parse(line) as Event;
    if (event.event === 'impossible') throw new UserError(event.message);
    if (event.event === 'comparing') comparing(event.what);
    else report = event.report;
  }
  if (report !== undefined) return report;
  const { code } = await supervised.ended;
  throw new UserError(
    `The comparison ended unexpectedly (exit code ${code}). The end of its log, ${log}:\n${tailOf(log)}`,
  );
}
