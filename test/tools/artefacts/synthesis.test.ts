import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StateDirectory } from '../../../tools/artefacts/state-directory';
import { synthesizeArtefacts } from '../../../tools/artefacts/synthesis';
import { temporaryDirectory } from '../support/temporary-directory';

describe('synthesis for a run on this machine', () => {
  it('runs again only when its sources have changed', async () => {
    const state = new StateDirectory(temporaryDirectory());
    const log = path.join(state.root, 'synth.log');
    const first = await synthesizeArtefacts(state);
    rmSync(log);
    expect(await synthesizeArtefacts(state)).toEqual(first);
    expect(existsSync(log)).toBe(false);

    writeFileSync(`${state.synthesized}.from`, 'other sources');
    await synthesizeArtefacts(state);
    expect(existsSync(log)).toBe(true);
  });
});
