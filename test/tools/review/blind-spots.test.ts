import { UNSEEN } from '../../../tools/review/blind-spots';

describe('changes that no plan shows', () => {
  it.each([
    ['notebooks and files', 'databricks workspace export'],
    ['clusters, `continuous`', 'databricks pipelines get'],
    ['`run_as`', 'databricks jobs get'],
    ['table contents', 'DESCRIBE HISTORY'],
  ])('lists %s with a command to check', (what, command) => {
    const found = UNSEEN.filter((unseen) => unseen.what.toLowerCase().includes(what.toLowerCase()));
    expect(found).toHaveLength(1);
    expect(found[0]?.commands.join('\n')).toContain(command);
  });

  it('has commands and documentation for everything', () => {
    for (const { commands, documentation } of UNSEEN) {
      expect(commands.length).toBeGreaterThan(0);
      expect(documentation).toMatch(/^https:\/\//);
    }
  });
});
