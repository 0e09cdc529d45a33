import { spawn } from 'node:child_process';
import { exitCodeOf } from '../process/foreground-process';
import { UserError } from '../terminal/user-error';
import { terraformProgram } from './terraform-program';

/** Result of a Terraform run. */
interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Terraform, or OpenTofu, in the directory of one stack. */
export class Terraform {
  private readonly program: string;

  constructor(
    /** Directory of the synthesized stack. */
    private readonly directory: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    this.program = terraformProgram(variables);
  }

  /** Runs terraform init; silent unless it fails. */
  async initialize(): Promise<void> {
    await this.quietly('init', ['-input=false', '-no-color']);
  }

  /**
   * Runs terraform plan and saves the plan.
   *
   * @throws UserError with Terraform's message, for example if `prevent_destroy` forbids a replacement
   */
  async plan(file: string): Promise<void> {
    await this.quietly('plan', ['-input=false', '-no-color', `-out=${file}`]);
  }

  /** A saved plan in JSON. */
  async show(file: string): Promise<string> {
    return (await this.quietly('show', ['-json', file])).output;
  }

  /**
   * Applies a saved plan at this terminal.
   *
   * @returns Terraform's exit code
   */
  async apply(file: string): Promise<number> {
    const { code, errors } = await this.run(['apply', '-input=false', file], 'shown');
    if (/plan is stale/i.test(errors)) {
      throw new UserError(
        'Nothing was deployed: the state has changed since this plan was made, because of a different deployment. Run the command again and review the new plan.',
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
