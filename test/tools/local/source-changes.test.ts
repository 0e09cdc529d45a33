import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sourceChanges } from '../../../tools/local/source-changes';
import { temporaryDirectory } from '../support/temporary-directory';

/** Long enough for the watcher to have looked at everything that exists. */
const SETTLING_MILLISECONDS = 500;

describe('changes of sources', () => {
  it('are told together once all is quiet, new and removed files included, caches and hidden files not', async () => {
    const directory = temporaryDirectory();
    const file = (...names: string[]) => path.join(directory, ...names);
    mkdirSync(file('gold'));
    mkdirSync(file('__pycache__'));
    for (const name of ['main.ts', 'old.py']) writeFileSync(file(name), '');
    const changes = sourceChanges([directory]);
    const first = changes.next();
    await sleep(SETTLING_MILLISECONDS);
    writeFileSync(file('main.ts'), 'changed');
    writeFileSync(file('gold', 'new.py'), '');
    writeFileSync(file('__pycache__', 'new.pyc'), '');
    writeFileSync(file('.swap'), '');
    rmSync(file('old.py'));
    expect((await first).value).toEqual([file('gold', 'new.py'), file('main.ts'), file('old.py')]);

    writeFileSync(file('main.ts'), 'while nobody listened');
    await sleep(SETTLING_MILLISECONDS);
    expect((await changes.next()).value).toEqual([file('main.ts')]);
    await changes.return();
  });
});
