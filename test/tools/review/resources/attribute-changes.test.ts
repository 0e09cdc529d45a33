import type { Attributes } from '../../../../tools/review/plan/deployment';
import { attributeChanges } from '../../../../tools/review/resources/attribute-changes';
import { updated } from './deployment-fixture';

const paths = (before: Attributes, after: Attributes, unknown: Attributes = {}, type = 'job') =>
  attributeChanges(updated(`databricks_${type}.x`, before, after, { unknown })).map(({ path }) =>
    path.join('.'),
  );

describe('what differs between a resource before and after', () => {
  it.each([
    [{ a: null }, { a: [] }],
    [{ a: undefined }, { a: false }],
    [{ a: '' }, { a: null }],
    [{ a: 0 }, { a: undefined }],
    [{ a: [{ b: null, c: [] }] }, { a: [] }],
    [{ a: { b: 1 } }, { a: [{ b: 1 }] }],
  ])('is nothing between %j and %j, which say the same', (before, after) => {
    expect(paths(before, after)).toEqual([]);
  });

  it.each([
    ['auto_stop_mins', undefined, 0],
    ['enable_serverless_compute', undefined, false],
    ['double_value', undefined, 0],
  ])('is something for %s, which means another thing if it is not given', (name, before, after) => {
    expect(paths({ [name]: before }, { [name]: after })).toEqual([name]);
  });

  it('is found in the block that has the same key, wherever it stands', () => {
    const task = (key: string, retries: number) => ({ task_key: key, max_retries: retries });
    expect(paths({ task: [task('a', 1), task('b', 1)] }, { task: [task('b', 2), task('a', 1)] })).toEqual([
      'task.b.max_retries',
    ]);
  });

  it('is a whole block if there is none of its key', () => {
    expect(paths({ task: [{ task_key: 'a', x: 1 }] }, { task: [] })).toEqual(['task.a']);
  });

  it('is told by entry for maps, even where there was none', () => {
    expect(paths({ tags: null }, { tags: { a: '1', b: '2' } })).toEqual(['tags.a', 'tags.b']);
  });

  it('is no other order of rights or recipients', () => {
    expect(
      paths(
        { grant: [{ principal: 'p', privileges: ['A', 'B'] }] },
        { grant: [{ principal: 'p', privileges: ['B', 'A'] }] },
      ),
    ).toEqual([]);
  });

  it('is another order of what has one', () => {
    expect(paths({ parameters: ['a', 'b'] }, { parameters: ['b', 'a'] })).toEqual(['parameters']);
  });

  it('is a value that is known only when Terraform applies, if there was one', () => {
    expect(paths({ a: 'x', b: null }, { a: undefined, b: undefined }, { a: true, b: true })).toEqual(['a']);
    const task = (id?: string) => [{ task_key: 'a', pipeline_task: [{ pipeline_id: id }] }];
    expect(
      paths({ task: task('x') }, { task: task() }, { task: [{ pipeline_task: [{ pipeline_id: true }] }] }),
    ).toEqual(['task.a.pipeline_task.pipeline_id']);
  });

  it('is nothing that Databricks computes, and only for the type that computes it', () => {
    expect(paths({ state: 'a', id: 'x' }, { state: 'b', id: 'y' }, {}, 'pipeline')).toEqual([]);
    expect(paths({ state: 'a' }, { state: 'b' }, {}, 'brand_new')).toEqual(['state']);
  });
});
