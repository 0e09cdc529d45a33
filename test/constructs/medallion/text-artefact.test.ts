import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextArtefact } from '../../../constructs/medallion/text-artefact';
import { ProjectFixture } from './pipeline-fixture';

describe('a text artefact', () => {
  it('is written beside the Terraform of its stack, in folders that it names', async () => {
    const project = new ProjectFixture();
    new TextArtefact(project.stack('dev'), 'readme', { file: 'docs/readme.md', text: () => 'For dev.\n' });
    new TextArtefact(project.stack('prod'), 'readme', { file: 'docs/readme.md', text: () => 'For prod.\n' });

    expect(await project.problems()).toEqual([]);
    const read = (stack: string) =>
      readFileSync(join(project.outdir, 'stacks', stack, 'docs', 'readme.md'), 'utf8');
    expect([read('dev'), read('prod')]).toEqual(['For dev.\n', 'For prod.\n']);
  });

  it('is written when everything is there', async () => {
    const project = new ProjectFixture();
    const stack = project.stack();
    const names: string[] = [];
    new TextArtefact(stack, 'names', { file: 'names.txt', text: () => `${names.join()}\n` });
    names.push('first', 'second');

    expect(await project.problems()).toEqual([]);
    expect(readFileSync(join(project.outdir, 'stacks', 'dev', 'names.txt'), 'utf8')).toBe('first,second\n');
  });
});
