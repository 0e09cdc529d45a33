import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { findArtefacts, LOCAL_ENVIRONMENT } from '../artefacts/artefacts';
import { StateDirectory } from '../artefacts/state-directory';
import { synthesizeArtefacts } from '../artefacts/synthesis';
import { runReconciliation } from '../checks/reconciliation/reconciliation-process';
import type { ReconciliationReport } from '../checks/reconciliation/reconciliation-report';
import { renderReconciliationTable } from '../checks/reconciliation/reconciliation-table';
import type { Toolchain } from '../setup/toolchain';
import type { Progress } from '../terminal/progress';
import { UserError } from '../terminal/user-error';
import { runCommand } from './command';
import { parseReconciliationOptions, type ReconciliationOptions } from './reconciliation-options';

/** Where the command runs. */
export interface ReconciliationSurroundings {
  readonly state: StateDirectory;
  readonly toolchain: Toolchain;
  /** Takes the report and nothing else. */
  readonly output: Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean };
  readonly variables: NodeJS.ProcessEnv;
}

/** What the exit code says; 1 is for what could not be done at all. */
export const EXIT = { equal: 0, different: 3 } as const;

/** Runs `npm run reconcile` and resolves with its exit code. */
export async function reconciliationCommand(
  commandLine: readonly string[],
  surroundings: ReconciliationSurroundings,
): Promise<number> {
  const { output, variables } = surroundings;
  return runCommand(async ({ progress, interruptible }) => {
    const options = parseReconciliationOptions(commandLine);
    if (typeof options === 'string') {
      output.write(`${options}\n`);
      return EXIT.equal;
    }
    const report = await interruptible(compare(options, surroundings, progress));
    progress.close();
    const colours = output.isTTY === true && (variables.NO_COLOR ?? '') === '';
    output.write(
      options.format === 'json'
        ? `${JSON.stringify(report, undefined, 2)}\n`
        : renderReconciliationTable(report, colours),
    );
    return report.failed > 0 ? EXIT.different : EXIT.equal;
  });
}

async function compare(
  options: ReconciliationOptions,
  surroundings: ReconciliationSurroundings,
  progress: Progress,
): Promise<ReconciliationReport> {
  const { state } = surroundings;
  const original = path.resolve(options.with);
  if (!existsSync(original) || !statSync(original).isDirectory()) {
    throw new UserError(`--with: there is no directory ${original}.`);
  }
  const artefacts = findArtefacts(state.synthesized);
  if (artefacts === undefined || !existsSync(state.warehouse) || readdirSync(state.warehouse).length === 0) {
    throw new UserError(`There are no tables in ${state.display(state.warehouse)} yet: run npm start first.`);
  }
  const stack = await synthesizedStack(state, progress);
  const activity = progress.begin('Comparing with the original platform');
  activity.detail('starting Spark');
  try {
    const tables = { stack, artefacts, original, datasets: options.datasets };
    return await runReconciliation(tables, surroundings, (what) => activity.detail(what));
  } finally {
    activity.dismiss();
  }
}

/** The stack as the project would deploy it now; not where npm start synthesizes, as that may be running. */
async function synthesizedStack(state: StateDirectory, progress: Progress): Promise<string> {
  const own = new StateDirectory(path.join(state.root, 'reconciliation'));
  const activity = progress.begin('Synthesizing the pipeline');
  try {
    await synthesizeArtefacts(own);
    return path.join(own.synthesized, 'stacks', LOCAL_ENVIRONMENT);
  } finally {
    activity.dismiss();
  }
}
