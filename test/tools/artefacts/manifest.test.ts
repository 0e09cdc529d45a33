import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseManifest, readManifest } from '../../../tools/artefacts/manifest';
import { manifestDataset, manifestOf, writeManifest } from '../support/manifest-fixture';
import { temporaryDirectory } from '../support/temporary-directory';

const ORDERS = manifestDataset({ name: 'orders', layer: 'raw', kind: 'kafka_stream', topic: 'orders' });
const MANIFEST = manifestOf([ORDERS]);

/** Why a manifest with these changes cannot be read. */
const refusal = (changes: object): string => {
  try {
    parseManifest(JSON.stringify({ ...MANIFEST, ...changes }), 'lineage.json');
    return 'it was read';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the lineage manifest', () => {
  it('is read from the folder of the notebooks', () => {
    const directory = temporaryDirectory();
    writeManifest(directory, MANIFEST);
    expect(readManifest(directory)).toEqual(MANIFEST);
  });

  it('is missing where nothing was synthesized', () => {
    expect(() => readManifest(path.join('no', 'folder'))).toThrow(
      `${path.join('no', 'folder', 'lineage.json')} does not exist. Run npx medallion synth to write it.`,
    );
  });

  it('is not read if a different version of the project wrote it', () => {
    expect(refusal({ version: 3, form: 'new' })).toBe(
      'lineage.json: version 3 is not supported, only 2: a different version of this project wrote the file. Synthesize it again.',
    );
  });

  it('is not read if half of it is missing', () => {
    const directory = temporaryDirectory();
    writeManifest(directory, MANIFEST);
    const file = path.join(directory, 'lineage.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
    expect(() => readManifest(directory)).toThrow(
      /lineage\.json is not valid JSON \(.+\)\. Synthesize it again\./,
    );
  });

  it('is refused with the place, the value and the reason of what is damaged', () => {
    expect(refusal({ platform: undefined, datasets: [{ ...ORDERS, kind: 'table' }] })).toMatchInlineSnapshot(`
"lineage.json: platform is missing.
lineage.json: datasets[0].kind is "table": expected one of "kafka_stream"|"streaming_table"|"materialized_view"|"temporary_view"|"published_view"|"auto_cdc_table".
The file is damaged, or was written by a different version of this project. Synthesize it again."
`);
  });

  it('is refused with the first problems if there are many', () => {
    const damaged = { ...ORDERS, name: 'Orders', layer: '', comment: '', columns: [], inputs: 'none' };
    expect(refusal({ datasets: [damaged] })).toMatch(
      /(lineage\.json: .*\n){3}and 2 more\.\nThe file is damaged/,
    );
  });
});
