import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../../tools/artefacts/state-directory';
import { COMMANDS } from '../../../tools/cli/commands';
import { medallion } from '../../../tools/cli/program';
import { surroundingsOf } from '../support/command-run';
import { temporaryDirectory } from '../support/temporary-directory';

/** Runs the program in this process. */
const run = async (line: string, variables: NodeJS.ProcessEnv = {}) => {
  let [output, errors] = ['', ''];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += text;
    return true;
  });
  const write = (text: string | Uint8Array) => {
    output += text;
    return true;
  };
  const toolchain = async () => {
    throw new Error('nothing of this needs Python, Java or jars');
  };
  const code = await medallion(
    line.split(' ').filter(Boolean),
    surroundingsOf({ output: { write }, variables, toolchain }),
  );
  spy.mockRestore();
  return { code, output, errors };
};

describe('medallion', () => {
  it.each(['', '--help', 'help'])('lists its commands for "%s"', async (line) => {
    const { code, output } = await run(line);
    expect(code).toBe(0);
    for (const { name, summary } of COMMANDS)
      expect(output).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
  });

  it.each(COMMANDS.map(({ name }) => name))('explains %s', async (name) => {
    const help = await run(`${name} --help`);
    expect(help).toMatchObject({ code: 0, errors: '' });
    expect(help.output).toContain(`Usage: npx medallion ${name}`);
    expect(await run(`help ${name}`)).toEqual(help);
  });

  it('is installed with Python, Java and jars at once for exactly the commands that use them', () => {
    const directory = path.join(PROJECT_ROOT, 'tools', 'cli');
    const textOf = (file: string) => readFileSync(path.join(directory, file), 'utf8');
    const using = COMMANDS.map(({ name }) => name).filter((name) =>
      /\btoolchain\(\)/.test(textOf(`${name}.ts`)),
    );

    const [, listed = ''] = /SPARK_COMMANDS = \[(.*)\]/.exec(textOf('spark-commands.mjs')) ?? [];
    expect(listed.match(/\w+/g)?.sort()).toEqual(using.sort());
  });

  it('has the version of the package', async () => {
    const { version } = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8'));
    expect((await run('--version')).output).toBe(`${version}\n`);
  });

  it('suggests the command that was meant, if one is close', async () => {
    expect(await run('strat')).toEqual({
      code: 1,
      output: '',
      errors:
        "Command 'strat' does not exist. Did you mean 'start'?\n  Run npx medallion --help for the list of commands.\n",
    });
    expect((await run('everything')).errors).not.toContain('Did you mean');
  });

  it('notices options that npm took for itself', async () => {
    const variables = {
      npm_lifecycle_event: 'start',
      npm_config_full_refresh: 'true',
      npm_config_days: 'true',
    };
    const { code, errors } = await run('start 3', variables);
    expect(code).toBe(1);
    expect(errors).toBe(
      'npm consumed --days, --full-refresh as its own options. Use instead: npx medallion start --days --full-refresh …\n',
    );
  });

  it('refuses a statement that would change tables, before anything starts', async () => {
    const { code, errors } = await run('query DROP TABLE gold_daily_activity');
    expect(code).toBe(1);
    expect(errors).toContain("'DROP' does not begin a query: medallion query only reads.");
  });

  it('shows nothing but the answer with --quiet, and problems all the same', async () => {
    expect(await run('synth dev --quiet')).toMatchObject({ code: 0, errors: '' });
    const { errors } = await run('synth dve --quiet');
    expect(errors).toContain("'dve'");
  });
});

// Linux alone has it.
const HAS_FULL_DEVICE = existsSync('/dev/full');

(HAS_FULL_DEVICE ? it : it.skip)('an answer that cannot be written is a failure', () => {
  const full = openSync('/dev/full', 'w');
  const program = path.join(PROJECT_ROOT, 'tools', 'cli', 'medallion.mjs');
  const { status, stderr } = spawnSync(process.execPath, [program, '--help'], {
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);

  expect({ status, said: String(stderr) }).toEqual({
    status: 1,
    said: 'The output could not be written (ENOSPC).\n',
  });
});

describe('the completion', () => {
  it('completes commands, options and their choices in bash', async () => {
    const script = path.join(temporaryDirectory(), 'completion.bash');
    writeFileSync(script, (await run('completion bash')).output);
    const completed = (...words: string[]) =>
      spawnSync(
        'bash',
        [
          '-c',
          `source ${script}; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _medallion medallion "\${@: -1}" "\${@: -2:1}"; echo "\${COMPREPLY[@]}"`,
          ...['bash', ...words],
        ],
        { encoding: 'utf8' },
      ).stdout.trim();

    expect(completed('medallion', 're')).toBe('report reconcile review');
    expect(completed('medallion', 'start', '--fu')).toBe('--full-refresh');
    expect(completed('medallion', 'query', '--format', '')).toBe('table csv json');
  });

  it('is written for zsh and fish too, and for no other shell', async () => {
    expect((await run('completion zsh')).output).toContain('bashcompinit');
    expect((await run('completion fish')).output).toContain(
      "complete -c medallion -n '__fish_seen_subcommand_from query' -l format -d 'format of the answer' -r -a 'table csv json'",
    );
    expect((await run('completion csh')).errors).toContain("Shell 'csh'");
  });
});
