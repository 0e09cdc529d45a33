import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadSqlParser, readQuery } from '../../constructs/medallion/sources/sql';

const PAGE = readFileSync(path.join(__dirname, '..', '..', 'docs', 'first-workspace.md'), 'utf8');
const PROBES = PAGE.split(/^### /m).slice(1);

describe('each probe of a first workspace', () => {
  it.each(PROBES.map((probe) => [probe.split('\n', 1)[0], probe]))(
    'says what to do, what to expect, and what to change: %s',
    (_, probe) => {
      const order = [/^```|^\| change|^As a member/m, /^\*\*Expected\.\*\* \S/m, /^\*\*If not\.\*\* \S/m].map(
        (part) => probe.search(part),
      );

      expect(order).not.toContain(-1);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    },
  );

  it('has queries that can be parsed', async () => {
    await loadSqlParser();
    const queries = [...PAGE.matchAll(/```sql\n([\s\S]*?)```/g)]
      .flatMap(([, sql = '']) => sql.split(';'))
      .map((query) => query.trim().replaceAll(/<(\w+)>/g, '$1'))
      .filter((query) => query.startsWith('SELECT'));

    expect(queries).toHaveLength(4);
    expect(queries.flatMap((query) => readQuery(query).problem ?? [])).toEqual([]);
  });
});
