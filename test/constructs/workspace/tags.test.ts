import { settingProblems } from '../../../constructs/medallion/settings';
import { Tags } from '../../../constructs/workspace/tags';

describe('tags', () => {
  it('have keys and values that clusters, jobs, warehouses and the catalog all take', () => {
    expect(settingProblems(Tags, { environment: 'prod', cost_centre: 'K-12/34 music' }, 'tags')).toEqual([]);
    expect(settingProblems(Tags, { 'Cost Centre': 'K-12', owner: '', team: 'R&D' }, 'tags')).toEqual([
      "tags has the key 'Cost Centre'. Use at most 63 lower-case letters, digits and underscores, starting with a letter.",
      "tags.owner is ''. Use 1 to 255 letters, digits, spaces and _ . : / = + @ -, which all clouds accept.",
      "tags.team is 'R&D'. Use 1 to 255 letters, digits, spaces and _ . : / = + @ -, which all clouds accept.",
    ]);
  });
});
