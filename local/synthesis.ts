import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Artefacts, LOCAL_ENVIRONMENT } from './artefacts';
import { PROJECT_ROOT, type StateDirectory } from './state-directory';
import { SupervisedProcess } from './supervised-process';
import { UserError } from './user-error';

const TS_NODE = require.resolve('ts-node/dist/bin.js');

/** What main.ts is run for. */
export interface Synthesis {
  /** Environments, with commas between them; none: all. */
  readonly environments: string;
  /** Directory that it writes to. */
  readonly output: string;
  /** File that it is logged to. */
  readonly log: string;
}

/**
 * Runs main.ts.
 *
 * @throws UserError with what it says of a mistake, as it is
 */
export async function synthesize({ environments, output, log }: Synthesis): Promise<void> {
  mkdirSync(path.dirname(log), { recursive: true });
  const synthesis = new SupervisedProcess([process.execPath, TS_NODE, 'main.ts'], {
    directory: PROJECT_ROOT,
    environment: { CDKTF_OUTDIR: output, ENVIRONMENTS: environments },
    log,
  });
  const { code } = await synthesis.ended;
  if (code === 0) return;
  const said = readFileSync(log, 'utf8').trimEnd();
  throw new UserError(said === '' ? `main.ts ended with exit code ${code} and said nothing.` : said);
}

/**
 * Synthesizes the artefacts that run here, and reads them.
 *
 * @param environments which to synthesize, with commas between them; the one that runs here must be among them
 */
export async function synthesizeArtefacts(
  state: StateDirectory,
  environments: string = LOCAL_ENVIRONMENT,
): Promise<Artefacts> {
  // What was synthesized before stays in use until there is something to replace it.
  const fresh = `${state.synthesized}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await synthesize({ environments, output: fresh, log: path.join(state.root, 'synth.log') });
  rmSync(state.synthesized, { recursive: true, force: true });
  renameSync(fresh, state.synthesized);
  return Artefacts.read(state.synthesized);
}
