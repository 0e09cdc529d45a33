import { PipelineFixture } from '../constructs/medallion/testing';

it('a matcher that fails on a construct prints its path, not its tree', () => {
  const layer = new PipelineFixture().layer('silver');

  const compare = () => expect({ layer }).toEqual({ layer: 'gold' });
  expect(compare).toThrow(/construct .*silver/);
  expect(compare).toThrow(expect.objectContaining({ message: expect.not.stringMatching(/[\s\S]{2000}/) }));
});
