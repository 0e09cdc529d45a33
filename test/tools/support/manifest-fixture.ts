import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  MANIFEST_FILE,
  type Manifest,
  type ManifestColumn,
  type ManifestDataset,
} from '../../../tools/artefacts/manifest';

/** The pipeline that computes all datasets, unless a test says which. */
const PIPELINE = 'sales';

const SHA256 = '0'.repeat(64);

/** What a test says of a dataset; its name, layer and kind at least. */
export type GivenDataset = Pick<ManifestDataset, 'name' | 'layer' | 'kind'> & Partial<ManifestDataset>;

/** Columns by name, with a type each. */
export function columns(types: Readonly<Record<string, string>>): ManifestColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type, comment: `The ${name}` }));
}

/** A dataset as the manifest has it: with everything that its kind must have. */
export function manifestDataset(given: GivenDataset): ManifestDataset {
  const { name, layer, kind } = given;
  const isView = kind === 'published_view';
  const isComputed = kind === 'streaming_table' || kind === 'materialized_view' || kind === 'temporary_view';
  return {
    pipeline: PIPELINE,
    comment: `One row of ${name}.`,
    notebook: `${PIPELINE}/${layer}${isView ? '_views.sql' : '.py'}`,
    columns: columns({ id: 'STRING' }),
    expectations: [],
    inputs: [],
    ...(isView ? { query: { file: `notebooks/${layer}/${name}.sql`, sha256: SHA256 } } : {}),
    ...(isComputed
      ? { transform: { file: `notebooks/${layer}/${name}.py`, function: name, line: 1, sha256: SHA256 } }
      : {}),
    ...given,
  };
}

/** A manifest of datasets, with a notebook for each layer. */
export function manifestOf(datasets: readonly ManifestDataset[], checks: Manifest['checks'] = []): Manifest {
  const notebooks = new Map(datasets.map(({ notebook, layer }) => [notebook, layer]));
  return {
    version: 2,
    platform: 'shop',
    pipelines: [PIPELINE],
    notebooks: [...notebooks].map(([file, layer]) => ({
      pipeline: PIPELINE,
      layer,
      file,
      language: file.endsWith('.sql') ? 'SQL' : 'PYTHON',
    })),
    datasets,
    checks,
  };
}

/** Writes a manifest as synthesis does, and its notebooks without a cell. */
export function writeManifest(directory: string, manifest: Manifest): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, MANIFEST_FILE), JSON.stringify(manifest));
  for (const { file } of manifest.notebooks) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), '');
  }
}
