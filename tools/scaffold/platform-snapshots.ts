import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the synthesized platform is kept as it was reviewed, from the project's root. */
export const SNAPSHOTS = 'test/snapshots';

/** The snapshot of the lineage manifest, from the project's root. */
export const MANIFEST_SNAPSHOT = `${SNAPSHOTS}/notebooks/lineage.json`;

/**
 * Every artefact of a synthesized platform as its snapshot reads, by the snapshot's path from the project's root.
 *
 * Notebooks and task files are the same bytes in every environment, so they are taken from the first one.
 */
export function platformSnapshots(outdir: string): Map<string, string> {
  const environments = readdirSync(path.join(outdir, 'stacks')).sort();
  const [first = ''] = environments;
  return new Map([
    ...textArtefacts(outdir, first).map(([file, text]) => [snapshotOf(file), text] as const),
    ...environments.map((environment) => {
      const terraform = JSON.stringify(reviewableTerraform(outdir, environment), undefined, 2);
      return [`${SNAPSHOTS}/stacks/${environment}.tf.json`, `${terraform}\n`] as const;
    }),
  ]);
}

/** Notebooks, manifest and task files of an environment: path from its stack, and text. */
export function textArtefacts(outdir: string, environment: string): [file: string, text: string][] {
  const stack = path.join(outdir, 'stacks', environment);
  return readdirSync(stack, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.includes('/') && path.extname(file) !== '')
    .sort()
    .map((file) => [file, readFileSync(path.join(stack, file), 'utf8')]);
}

/**
 * The Terraform of an environment in a form that people can review: each deployed text is replaced by the name of the
 * artefact that it equals, JSON within JSON is shown as such, SQL in its lines, and no hash of all this.
 */
export function reviewableTerraform(
  outdir: string,
  environment: string,
): Record<string, Record<string, unknown>> {
  const names = new Map(
    textArtefacts(outdir, environment).map(([file, text]) => [text, `the text of ${file}`]),
  );
  const terraform = readFileSync(path.join(outdir, 'stacks', environment, 'cdk.tf.json'), 'utf8');
  return JSON.parse(terraform, (key, value) => {
    if (key === 'content_base64') return names.get(Buffer.from(value, 'base64').toString()) ?? value;
    if (key === 'revision') return 'the hash of all resources';
    if (key === 'definition' || key === 'serialized_dashboard') return JSON.parse(value);
    return key === 'query_text' ? value.split('\n') : value;
  });
}

/** Task files have a folder of their own; everything else belongs to the platform's notebooks. */
function snapshotOf(file: string): string {
  const [folder, ...rest] = file.split('/');
  return [SNAPSHOTS, folder === 'tasks' ? 'tasks' : 'notebooks', ...rest].join('/');
}
