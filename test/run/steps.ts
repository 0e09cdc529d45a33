import { join } from 'node:path';
import { sparkEnvironment, type Toolchain } from '../../local/toolchain/toolchain';
import { countCheck, countJest, countPytest } from './counts';
import type { Step } from './step';

/** Everything that `npm test` runs, quick things first. Reports go to a directory of their own. */
export function stepsOf(projectRoot: string, toolchain: Toolchain, reports: string): readonly Step[] {
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
  return [
    {
      name: 'TypeScript format and lint (biome)',
      part: 'checks',
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
      part: 'checks',
      command: python('ruff', 'check', '.'),
      environment: pythonEnvironment,
      count: countCheck,
    },
    {
      name: 'Python format (ruff)',
      part: 'checks',
      command: python('ruff', 'format', '--check', '.'),
      environment: pythonEnvironment,
      count: countCheck,
    },
    {
      name: 'TypeScript types (tsc)',
      part: 'checks',
      command: node('typescript/bin/tsc', '--noEmit', ...(colors ? ['--pretty'] : [])),
      count: countCheck,
    },
    {
      name: "TypeScript types of the report's page (tsc)",
      part: 'checks',
      command: node(
        'typescript/bin/tsc',
        ...['--noEmit', '--project', join('local', 'report', 'page'), ...(colors ? ['--pretty'] : [])],
      ),
      count: countCheck,
    },
    {
      name: 'TypeScript tests (jest)',
      part: 'typescript',
      command: node(
        'jest/bin/jest.js',
        ...['--ci', '--json', `--outputFile=${jestReport}`, ...(colors ? ['--colors'] : [])],
      ),
      count: (exitCode) => countJest(jestReport, exitCode),
    },
    {
      name: 'Python tests (pytest)',
      part: 'python',
      command: python('pytest', `--junitxml=${pytestReport}`, `--color=${colors ? 'yes' : 'no'}`),
      environment: pythonEnvironment,
      count: (exitCode) => countPytest(pytestReport, exitCode),
    },
  ];
}
