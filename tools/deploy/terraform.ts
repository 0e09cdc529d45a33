import { spawn } from 'node:child_process';
import { exitCodeOf } from '../process/foreground-process';
import { UserError } from '../terminal/user-error';
import { terraformProgram } from './terraform-program';

/** What a run of Terraform came to. */
interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Terraform, or OpenTofu, in the directory of one stack. */
export class Terraform {
  private readonly program: string;

  constructor(
    /** Where the stack was synthesized to. */
    private readonly directory: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    this.program = terraformProgram(variables);
  }

  /** Installs the provider and connects to the state; silent unless it fails. */
  async initialize(): Promise<void> {
    await this.quietly('init', ['-input=false', '-no-color']);
  }

  /**
   * Plans what would change, and saves the plan.
   *
   * @throws UserError with what Terraform says, such as a replacement that `prevent_destroy` forbids
   */
  async plan(file: string): Promise<void> {
    await this.quietly('plan', ['-input=false', '-no-color', `-out=${file}`]);
  }

  /** A saved plan in JSON. */
  async show(file: string): Promise<string> {
    return (await this.quietly('show', ['-json', file])).output;
  }

  /**
   * Carries out a saved plan, at this terminal.
   *
   * @returns Terraform's exit code
   */
  async apply(file: string): Promise<number> {
    const { code, errors } = await this.run(['apply', '-input=false', file], 'shown');
    if (/plan is stale/i.test(errors)) {
      throw new UserError(
        'Somebody has deployed since this was planned, so nothing was deployed. Run the command again, and review the new plan.',
      );
    }
    return code;
  }

  private async quietly(action: string, options: readonly string[]): Promise<Run> {
    const run = await this.run([action, ...options], 'kept');
    if (run.code === 0) return run;
    const said = (run.errors.trim() === '' ? run.output : run.errors).trim();
    throw new UserError(`${this.program} ${action} failed with exit code ${run.code}:\n${said}`);
  }

  private async run(words: readonly string[], output: 'kept' | 'shown'): Promise<Run> {
    const child = spawn(this.program, words, {
      cwd: this.directory,
      env: { ...this.variables, TF_IN_AUTOMATION: '1' },
      stdio: ['inherit', output === 'shown' ? 'inherit' : 'pipe', 'pipe'],
    });
    const kept: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout?.on('data', (data: Buffer) => kept.push(data));
    child.stderr?.on('data', (data: Buffer) => {
      errors.push(data);
      if (output === 'shown') process.stderr.write(data);
    });
    const code = await exitCodeOf(child);
    return {
      code,
      output: Buffer.concat(kept).toString('utf8'),
      errors: Buffer.concat(errors).toString('utf8'),
    };
  }
}
