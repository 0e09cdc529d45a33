import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCodeOf } from '../process/foreground-process';
import { UserError } from '../terminal/user-error';
import { explained, withExplanation } from './terraform-explanations';
import { type Diagnostic, type Message, messageIn } from './terraform-messages';
import { terraformProgram } from './terraform-program';

/** What to plan. */
export interface PlanProps {
  /** File that the plan is saved to. */
  readonly file: string;

  /**
   * Whether to plan the deletion of everything.
   * @default false
   */
  readonly destroy?: boolean;

  /**
   * Addresses to limit the plan to.
   * @default - everything
   */
  readonly targets?: readonly string[];

  /**
   * Whether to lock the state; a plan that is not applied does not need the lock.
   * @default true
   */
  readonly lock?: boolean;
}

/** Result of applying a plan. */
export interface Applied {
  readonly code: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Addresses of resources whose change was started and failed. */
  readonly failed: readonly string[];
}

/** Result of a Terraform run. */
interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Longer than most deployments: a second command waits for the state instead of failing. */
const LOCK_TIMEOUT = '-lock-timeout=10m';

/** Terraform, or OpenTofu, in the directory of one stack. */
export class Terraform {
  private readonly program: string;

  constructor(
    /** Directory of the synthesized stack. */
    readonly directory: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    this.program = terraformProgram(variables);
  }

  /** Runs terraform init; silent unless it fails. */
  async initialize(): Promise<void> {
    await this.quietly(['init', '-input=false', '-no-color']);
  }

  /**
   * Runs terraform plan and saves the plan.
   *
   * @throws UserError with Terraform's message, for example if `prevent_destroy` forbids a replacement
   */
  async plan({ file, destroy = false, targets = [], lock = true }: PlanProps): Promise<void> {
    const words = [
      ...['plan', '-input=false', '-json', `-out=${file}`],
      lock ? LOCK_TIMEOUT : '-lock=false',
      ...(destroy ? ['-destroy'] : []),
      ...targets.map((target) => `-target=${target}`),
    ];
    const diagnostics: Diagnostic[] = [];
    const { code, errors } = await this.streamed(words, (message) => {
      if (message.kind === 'diagnostic') diagnostics.push(message);
    });
    if (code === 0) return;
    throw this.failure('plan', code, explained(diagnostics, this.directory) || errors.trim());
  }

  /** A saved plan in JSON. */
  async show(file: string): Promise<string> {
    return (await this.quietly(['show', '-json', file])).output;
  }

  /**
   * Applies a saved plan.
   *
   * @param report called for each message except diagnostics
   */
  async apply(file: string, report: (message: Message) => void): Promise<Applied> {
    const diagnostics: Diagnostic[] = [];
    const failed = new Set<string>();
    const { code, errors } = await this.streamed(
      ['apply', '-input=false', '-json', LOCK_TIMEOUT, file],
      (message) => {
        if (message.kind === 'diagnostic') diagnostics.push(message);
        else report(message);
        if (message.kind === 'progress' && message.state === 'failed') failed.add(message.address);
      },
    );
    if (errors.trim() !== '') report({ kind: 'log', text: errors.trim() });
    return { code, diagnostics, failed: [...failed] };
  }

  /** The state in Terraform's own format; empty if there is none. It contains secrets. */
  async pullState(): Promise<string> {
    return (await this.quietly(['state', 'pull'])).output;
  }

  /** Replaces the state; Terraform refuses it if the serial number is not newer. */
  async pushState(state: string): Promise<void> {
    await this.quietly(['state', 'push', LOCK_TIMEOUT, '-'], state);
  }

  private async quietly(words: readonly string[], input?: string): Promise<Run> {
    const run = await this.run(words, { ...(input === undefined ? {} : { input }) });
    if (run.code === 0) return run;
    const said = (run.errors.trim() === '' ? run.output : run.errors).trim();
    throw this.failure(words[0] ?? '', run.code, withExplanation(said, this.directory));
  }

  private failure(action: string, code: number, text: string): UserError {
    return new UserError(`${this.program} ${action} failed with exit code ${code}:\n${text}`);
  }

  private async streamed(words: readonly string[], receive: (message: Message) => void): Promise<Run> {
    return this.run(words, {
      onLine(line) {
        const message = messageIn(line);
        if (message) receive(message);
      },
    });
  }

  /** @param props standard input, and a receiver of lines; without one, the output is returned */
  private async run(
    words: readonly string[],
    { input, onLine }: { readonly input?: string; readonly onLine?: (line: string) => void },
  ): Promise<Run> {
    const child = spawn(this.program, words, {
      cwd: this.directory,
      env: { ...this.variables, TF_IN_AUTOMATION: '1' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
    else child.stdout.on('data', (data: Buffer) => output.push(data));
    child.stderr.on('data', (data: Buffer) => errors.push(data));
    // A program that ends early closes its input.
    child.stdin.on('error', () => undefined).end(input);
    const code = await exitCodeOf(child);
    return {
      code,
      output: Buffer.concat(output).toString('utf8'),
      errors: Buffer.concat(errors).toString('utf8'),
    };
  }
}
