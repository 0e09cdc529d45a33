import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { PROJECT_ROOT } from '../artefacts/state-directory';

const CDKTF = require.resolve('cdktf-cli/bundle/bin/cdktf');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** What cdktf is asked to do. */
export interface CdktfRun {
  /** Deploying is not among it: cdktf plans again, so that what was reviewed would not be what is done. */
  readonly action: 'destroy';
  readonly environment: string;
  /** Where the environment was synthesized to. */
  readonly output: string;
  /** Whether the plan is carried out without asking. */
  readonly yes: boolean;
  readonly variables: NodeJS.ProcessEnv;
}

/** Runs the locked cdktf on what was synthesized, at this terminal, and resolves with its exit code. */
export async function runCdktf({ action, environment, output, yes, variables }: CdktfRun): Promise<number> {
  const approval = yes ? ['--auto-approve'] : [];
  const child = spawn(
    process.execPath,
    [CDKTF, action, environment, '--skip-synth', '--output', output, ...approval],
    { cwd: PROJECT_ROOT, env: variables, stdio: 'inherit' },
  );
  // A terminal sends Ctrl-C to both; Terraform then stops in order and unlocks the state, which is waited for.
  const pass = (signal: NodeJS.Signals) => {
    if (signal !== 'SIGINT') child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, pass);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    for (const signal of SIGNALS) process.off(signal, pass);
  }
}
