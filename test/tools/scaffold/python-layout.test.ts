import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import { MusicStreamingPlatform } from '../../../constructs/music-streaming/music-streaming-platform';
import { draftOf } from '../../../tools/scaffold/first-draft';
import { propertyPath } from '../../../tools/scaffold/property-path';
import { selectedColumns } from '../../../tools/scaffold/selected-columns';
import { requestedTable } from '../../../tools/scaffold/table-request';
import { readToolchain } from '../../../tools/setup/toolchain';
import { temporaryDirectory } from '../support/temporary-directory';

const PROJECT = path.resolve(__dirname, '..', '..', '..');

/** Lengths of names at which lines break in different ways. */
const LENGTHS = [4, 20, 34, 48, 58, 66];

describe('the Python of a new table', () => {
  it('is as formatter and linter want it, whatever it reads and whatever its name', () => {
    const platform = new MusicStreamingPlatform(new TerraformStack(new App(), 'dev'), 'music-streaming', {
      catalog: 'dev',
      schema: 'music',
      projectRoot: PROJECT,
    });
    const root = temporaryDirectory();
    cpSync(path.join(PROJECT, 'pyproject.toml'), path.join(root, 'pyproject.toml'));
    for (const directory of ['notebooks/gold', 'test/notebooks/gold']) {
      mkdirSync(path.join(root, directory), { recursive: true });
    }
    const readable = platform.datasets.filter(
      (dataset) => dataset.kind !== 'published_view' && propertyPath(dataset.layer, dataset) !== undefined,
    );
    let files = 0;
    for (const [number, { name: reads }] of readable.entries()) {
      for (const length of LENGTHS) {
        for (const draftTable of [draftOf, selectedColumns]) {
          const name = `t${files}_${number}`.padEnd(length, '_column');
          const table = requestedTable({ layer: 'gold', name, reads }, platform, root);
          const { module, test } = draftTable(table);
          writeFileSync(path.join(root, table.functionFile), module);
          writeFileSync(path.join(root, table.testFile), test);
          files += 2;
        }
      }
    }
    const ruff = (...args: string[]) =>
      spawnSync(readToolchain(PROJECT).python, ['-m', 'ruff', ...args], { cwd: root, encoding: 'utf8' });

    expect(ruff('format', '--no-cache', '--diff', '.')).toMatchObject({
      stdout: '',
      stderr: `${files} files already formatted\n`,
    });
    expect(ruff('check', '--no-cache', '.').stdout).toBe('All checks passed!\n');
  });
});
