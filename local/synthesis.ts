import { readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Artefacts } from './artefacts';
import { PROJECT_ROOT, type StateDirectory } from './state-directory';
import { SupervisedProcess } from './supervised-process';
import { UserError } from './user-error';

const TS_NODE = require.resolve('ts-node/dist/bin.js');

/** Runs main.ts and reads what it wrote; what it says of a mistake is shown as it is. */
export async function synthesizeArtefacts(state: StateDirectory): Promise<Artefacts> {
  // What was synthesized before stays in use until there is something to replace it.
  const fresh = `${state.synthesized}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const log = path.join(state.root, 'synth.log');
  const synthesis = new SupervisedProcess([process.execPath, TS_NODE, 'main.ts'], {
    directory: PROJECT_ROOT,
    environment: { CDKTF_OUTDIR: fresh },
    log,
  });
  const { code } = await synthesis.ended;
  if (code !== 0) {
    const said = readFileSync(log, 'utf8').trimEnd();
    throw new UserError(said === '' ? `main.ts ended with exit code ${code} and said nothing.` : said);
  }
  rmSync(state.synthesized, { recursive: true, force: true });
  renameSync(fresh, state.synthesized);
  return Artefacts.read(state.synthesized);
}
