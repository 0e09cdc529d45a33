import { spawn } from 'node:child_process';
import { PROJECT_ROOT } from '../artefacts/state-directory';
import { exitCodeOf } from '../process/foreground-process';

const CDKTF = require.resolve('cdktf-cli/bundle/bin/cdktf');

/** Parameters of a cdktf call. */
export interface CdktfRun {
  /** Never `deploy`: cdktf would create a new plan instead of applying the reviewed one. */
  readonly action: 'destroy';
  readonly environment: string;
  /** Directory of the synthesized stacks. */
  readonly output: string;
  /** Whether to apply without asking. */
  readonly yes: boolean;
  readonly variables: NodeJS.ProcessEnv;
}

/** Runs the project's cdktf on the synthesized stack at this terminal, and resolves with its exit code. */
export function runCdktf({ action, environment, output, yes, variables }: CdktfRun): Promise<number> {
  const approval = yes ? ['--auto-approve'] : [];
  const words = [CDKTF, action, environment, '--skip-synth', '--output', output, ...approval];
  return exitCodeOf(spawn(process.execPath, words, { cwd: PROJECT_ROOT, env: variables, stdio: 'inherit' }));
}
