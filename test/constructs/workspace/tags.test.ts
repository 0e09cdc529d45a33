import { settingProblems } from '../../../constructs/medallion/settings';
import { Tags } from '../../../constructs/workspace/tags';

describe('tags', () => {
  it('have keys and values that clusters, jobs, warehouses and the catalog all take', () => {
    expect(settingProblems(Tags, { environment: 'prod', cost_centre: 'K-12/34 music' }, 'tags')).toEqual([]);
    expect(settingProblems(Tags, { 'Cost Centre': 'K-12', owner: '', team: 'R&D' }, 'tags')).toEqual([
      "tags has the key 'Cost Centre'. Use lower-case letters, digits and underscores, at most 63.",
      "tags.owner is ''. Use letters, digits, spaces and _ . : / = + @ -, at least one and at most 255: all clouds take these.",
      "tags.team is 'R&D'. Use letters, digits, spaces and _ . : / = + @ -, at least one and at most 255: all clouds take these.",
    ]);
  });
});
