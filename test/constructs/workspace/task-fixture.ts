import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Layer, MedallionPipeline } from '../../../constructs/medallion/graph';
import type { EventLogTable } from '../../../constructs/workspace/event-log';
import { readToolchain } from '../../../tools/setup/toolchain';
import { StackFixture } from './stack-fixture';

const PROJECT = join(__dirname, '..', '..', '..');

/** A stack for a workspace with a platform, `shop`, one pipeline, `sales`, and a folder for the notebooks of tasks. */
export class TaskFixture extends StackFixture {
  readonly platform = this.addPlatform(this.workspace);
  readonly pipeline = new MedallionPipeline(this.platform, 'sales');
  readonly eventLogs: readonly EventLogTable[] = [eventLog('sales')];
  readonly directory = new Directory(this.workspace, 'tasks', { path: '/Workspace/Shop/tasks' });

  /** The layer of that name; created when first asked for, so the first one asked for is the first of all. */
  layer(name: string): Layer {
    const there = this.pipeline.layers.find((layer) => layer.node.id === name);
    return there ?? new Layer(this.pipeline, name, { comment: `The ${name} layer.` });
  }

  /** Synthesizes without a problem, and reads a notebook as a file. */
  async notebook(name: string): Promise<string> {
    await this.terraform();
    return readFileSync(join(this.outdir, 'stacks', 'test', 'tasks', `${name}.py`), 'utf8');
  }
}

/** The event log of a pipeline of the shop. */
export function eventLog(pipeline: string): EventLogTable {
  return { catalog: 'dev', schema: 'shop', name: `event_log_${pipeline}` };
}

/** A constant that has a cell of its own, as Python reads it. */
export function constantOf(notebook: string, name: string): unknown {
  const [code = ''] = notebook.slice(notebook.indexOf(`\n${name} = `)).split('\n# COMMAND', 1);
  const program = 'import json, sys; exec(sys.stdin.read()); print(json.dumps(globals()[sys.argv[1]]))';
  const { stdout, stderr } = python(['-c', program, name], code);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** What the formatter would change and the linter finds, by the rules of the project; nothing if all is well. */
export function ruffFindings(notebook: string): string {
  const project = ['--no-cache', '--config', join(PROJECT, 'pyproject.toml')];
  const input = ['--stdin-filename', 'notebook.py', '-'];
  const inNotebooks = ['--config', 'builtins = ["spark", "dbutils"]'];
  const format = python(['-m', 'ruff', 'format', '--diff', ...project, ...input], notebook);
  const check = python(['-m', 'ruff', 'check', '--quiet', ...project, ...inNotebooks, ...input], notebook);
  return [format, check].map(({ status, stdout, stderr }) => (status === 0 ? '' : stdout + stderr)).join('');
}

function python(args: readonly string[], input: string) {
  return spawnSync(readToolchain(PROJECT).python, args, { input, encoding: 'utf8' });
}
