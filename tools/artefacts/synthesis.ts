import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { SupervisedProcess } from '../process/supervised-process';
import { UserError } from '../terminal/user-error';
import { Artefacts, LOCAL_ENVIRONMENT } from './artefacts';
import { PROJECT_ROOT, type StateDirectory } from './state-directory';

const TS_NODE = require.resolve('ts-node/dist/bin.js');

/** Inputs of synthesis, relative to the project root. */
const SOURCES = ['main.ts', 'constructs', 'environments', 'notebooks', 'package.json', 'cdktf.json'];

/** Parameters of main.ts. */
export interface Synthesis {
  /** Comma-separated environments; empty for all. */
  readonly environments: string;
  /** Output directory. */
  readonly output: string;
  /** Log file. */
  readonly log: string;
}

/**
 * Runs main.ts.
 *
 * @throws UserError with the error output of main.ts
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
  throw new UserError(said === '' ? `main.ts exited with code ${code} and without a message.` : said);
}

/**
 * Synthesizes the artefacts of local runs and reads them.
 *
 * @param environments comma-separated environments to synthesize, which must include the local one
 */
export async function synthesizeArtefacts(
  state: StateDirectory,
  environments: string = LOCAL_ENVIRONMENT,
): Promise<Artefacts> {
  const origin = `${state.synthesized}.from`;
  const sources = hashOfSources(environments);
  // Synthesis is deterministic: unchanged sources need no new synthesis.
  if (existsSync(origin) && readFileSync(origin, 'utf8') === sources && existsSync(state.synthesized)) {
    return Artefacts.read(state.synthesized);
  }
  // Keep the previous artefacts until the new ones are complete.
  const fresh = `${state.synthesized}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await synthesize({ environments, output: fresh, log: path.join(state.root, 'synth.log') });
  rmSync(origin, { force: true });
  rmSync(state.synthesized, { recursive: true, force: true });
  renameSync(fresh, state.synthesized);
  writeFileSync(origin, sources);
  return Artefacts.read(state.synthesized);
}

/** Hash of all inputs of synthesis. */
function hashOfSources(environments: string): string {
  const hash = createHash('sha256').update(environments);
  for (const source of SOURCES) {
    for (const file of filesBelow(path.join(PROJECT_ROOT, source))) {
      hash.update(`\0${path.relative(PROJECT_ROOT, file)}\0`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesBelow(place: string): string[] {
  if (statSync(place).isFile()) return [place];
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.includes('__pycache__'))
    .map((name) => path.join(place, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}
