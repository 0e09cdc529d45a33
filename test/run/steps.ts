import { join } from 'node:path';
import { sparkEnvironment, type Toolchain } from '../../tools/setup/toolchain';
import { countCheck } from './counts';
import { countJest } from './jest-report';
import { countPytest } from './pytest-report';
import type { Selection } from './selection';
import type { Step } from './step';

/** The steps that run a selection, quick ones first. Reports go to a directory of their own. */
export function stepsOf(
  { checks, typescript, python: pythonPaths }: Selection,
  projectRoot: string,
  toolchain: Toolchain,
  reports: string,
): readonly Step[] {
  const colors = process.stdout.isTTY === true;
  const node = (program: string, ...args: string[]): Step['command'] => [
    process.execPath,
    join(projectRoot, 'node_modules', program),
    ...args,
  ];
  const python = (...args: string[]): Step['command'] => [toolchain.python, '-m', ...args];
  const pythonEnvironment = { ...sparkEnvironment(toolchain), ...(colors ? { FORCE_COLOR: '1' } : {}) };
  const jestReport = join(reports, 'jest.json');
  const pytestReport = join(reports, 'pytest.xml');
  const checkSteps: readonly Step[] = [
    {
      name: 'TypeScript format and lint (biome)',
      command: node(
        '@biomejs/biome/bin/biome',
        ...[
          'ci',
          '--error-on-warnings',
          '--max-diagnostics=none',
          `--colors=${colors ? 'force' : 'off'}`,
          '.',
        ],
      ),
      count: countCheck,
    },
    {
      name: 'Python lint (ruff)',
      command: python('ruff', 'check', '.'),
      environment: pythonEnvironment,
      count: countCheck,
    },
    {
      name: 'Python format (ruff)',
      command: python('ruff', 'format', '--check', '.'),
      environment: pythonEnvironment,
      count: countCheck,
    },
    {
      name: 'TypeScript types (tsc)',
      command: node('typescript/bin/tsc', '--noEmit', ...(colors ? ['--pretty'] : [])),
      count: countCheck,
    },
    {
      name: "TypeScript types of the report's page (tsc)",
      command: node(
        'typescript/bin/tsc',
        ...['--noEmit', '--project', join('tools', 'report', 'page'), ...(colors ? ['--pretty'] : [])],
      ),
      count: countCheck,
    },
  ];
  const jest: Step = {
    name: 'TypeScript tests (jest)',
    command: node(
      'jest/bin/jest.js',
      ...['--ci', '--json', `--outputFile=${jestReport}`, ...(colors ? ['--colors'] : [])],
      ...(typescript ?? []),
    ),
    count: (exitCode) => countJest(jestReport, exitCode, projectRoot),
  };
  const pytest: Step = {
    name: 'Python tests (pytest)',
    // A file's tests share what its fixtures set up, so that they stay in one worker.
    command: python(
      ...['pytest', '--numprocesses=2', '--dist=loadfile', `--junitxml=${pytestReport}`],
      ...[`--color=${colors ? 'yes' : 'no'}`, ...(pythonPaths ?? [])],
    ),
    environment: pythonEnvironment,
    count: (exitCode) => countPytest(pytestReport, exitCode),
  };
  return [...(checks ? checkSteps : []), ...(typescript ? [jest] : []), ...(pythonPaths ? [pytest] : [])];
}
