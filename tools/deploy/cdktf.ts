import { spawn } from 'node:child_process';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { exitCodeOf } from '../process/foreground-process';

const CDKTF = require.resolve('cdktf-cli/bundle/bin/cdktf');

/** What cdktf is asked to do. */
export interface CdktfRun {
  /** Not `deploy`: cdktf plans again, so it would not carry out the plan that was reviewed. */
  readonly action: 'destroy';
  readonly environment: string;
  /** Where the environment was synthesized to. */
  readonly output: string;
  /** Whether the plan is carried out without asking. */
  readonly yes: boolean;
  readonly variables: NodeJS.ProcessEnv;
}

/** Runs the locked cdktf on what was synthesized, at this terminal, and resolves with its exit code. */
export function runCdktf({ action, environment, output, yes, variables }: CdktfRun): Promise<number> {
  const approval = yes ? ['--auto-approve'] : [];
  const words = [CDKTF, action, environment, '--skip-synth', '--output', output, ...approval];
  return exitCodeOf(spawn(process.execPath, words, { cwd: PROJECT_ROOT, env: variables, stdio: 'inherit' }));
}
