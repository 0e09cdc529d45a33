import { UNSEEN } from '../../../tools/review/blind-spots';

describe('what no plan can see', () => {
  it.each([
    ['text of notebooks', 'databricks workspace export'],
    ['clusters of a pipeline', 'databricks pipelines get'],
    ['`run_as`', 'databricks jobs get'],
    ['rows of the tables', 'DESCRIBE HISTORY'],
  ])('is said of %s, with how to look', (what, command) => {
    const found = UNSEEN.filter((unseen) => unseen.what.toLowerCase().includes(what.toLowerCase()));
    expect(found).toHaveLength(1);
    expect(found[0]?.commands.join('\n')).toContain(command);
  });

  it('has a way to look for everything', () => {
    for (const { commands, documentation } of UNSEEN) {
      expect(commands.length).toBeGreaterThan(0);
      expect(documentation).toMatch(/^https:\/\//);
    }
  });
});
