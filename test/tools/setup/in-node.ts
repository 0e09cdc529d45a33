import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const TOOLCHAIN = resolve(__dirname, '..', '..', '..', 'tools', 'setup');

/**
 * Evaluates an expression over a module of the set-up in a Node of its own, as the set-up itself runs:
 * the module's exports are `module`, the input is `input`. `environment` is added to that of this process.
 */
export function inNode<Result>(
  moduleName: string,
  expression: string,
  input: unknown = null,
  environment: Readonly<Record<string, string>> = {},
): Result {
  const script = `
    import * as module from ${JSON.stringify(pathToFileURL(resolve(TOOLCHAIN, moduleName)).href)};
    const input = JSON.parse(process.argv[1]);
    const result = await (async () => (${expression}))();
    console.log(JSON.stringify({ result }));
  `;
  const answer = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', JSON.stringify(input)],
    { encoding: 'utf8', env: { ...process.env, ...environment } },
  );
  if (answer.status !== 0) throw new Error(answer.stderr);
  return (JSON.parse(answer.stdout.trim().split('\n').at(-1) ?? '') as { result: Result }).result;
}
