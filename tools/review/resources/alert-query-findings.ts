import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { ChangedResources } from './changed-resources';
import { nameOf } from './descriptions';

const ALERTS = 'https://docs.databricks.com/aws/en/sql/user/alerts/';

/** A token of a query: a word, a number, a string, or a symbol. */
const PIECE = /'(?:[^']|'')*'|`[^`]*`|\d+(?:\.\d+)?D?|\w+|[^\s\w]/g;

/** CASE branches with the tolerance of one rule. */
const BRANCH = /WHEN '([^']*)' THEN (\d+(?:\.\d+)?)D\s*/g;

/** The list of monitored tables. */
const LIST = /\(((?:'[^']*'(?:, )?)+)\)/g;

/** Where a part of a query begins: a CTE, which finds one kind of problem, or the SELECT after all of them. */
const PART = /^(?:WITH )?(\w+) AS \($|^SELECT(?= kind,)/gm;

/** The union of the CTEs that find problems: it follows from which of them there are. */
const UNION = /(?:UNION ALL\s+)?SELECT \* FROM \w+$/gm;

/**
 * Findings on a changed alert query: monitored tables and tolerances. Other differences are unknown.
 */
export function alertQueryFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const [change] = changed.take(resource, 'query_text');
  if (!change) return [];
  const about = { address: resource.address, documentation: ALERTS };
  const name = `The alert ${nameOf(resource)}`;
  if (typeof change.before !== 'string' || typeof change.after !== 'string') {
    return [
      {
        ...about,
        kind: 'unknown-change',
        what: `${name} has a different query.`,
        why: 'query_text: text changed.',
      },
    ];
  }
  const [was, is] = [
    queryOf(withoutPlaces(change.before, changed, 'before')),
    queryOf(withoutPlaces(change.after, changed, 'after')),
  ];
  const gone = goneDatasets(changed);
  const redeclared = new Set([...comparedDifferently(changed)].map((name) => `late_${name}`));
  const removed = [...was.keys()].filter((part) => !is.has(part) && !redeclared.has(part));
  const parts = [...was].flatMap(([part, before]) => {
    const after = is.get(part);
    return after ? [{ part, before, after }] : [];
  });
  const ignored = parts.flatMap(({ before, after }) =>
    [...before.tables].filter((table) => !after.tables.has(table) && !gone.has(table.replace(/\..*/, ''))),
  );
  const added = [
    ...[...is.keys()].filter((part) => !was.has(part)),
    ...parts.flatMap(({ before, after }) => [...after.tables].filter((table) => !before.tables.has(table))),
  ];
  const raised = parts.flatMap(({ before, after }) =>
    [...after.rates].flatMap(([rule, rate]) => {
      const rateBefore = before.rates.get(rule) ?? rate;
      return rate > rateBefore ? [{ rule, before: rateBefore, after: rate }] : [];
    }),
  );
  const different = parts.find(
    ({ part, before, after }) => !redeclared.has(part) && before.rest.join(' ') !== after.rest.join(' '),
  );
  const findings: Finding[] = [];
  if (removed.length > 0) {
    findings.push({
      ...about,
      kind: 'monitoring-removed',
      what: `${name} no longer reports ${quoted(removed)}.`,
      why: 'query_text: a part of the query is missing.',
      otherwise: 'These problems go unnoticed.',
    });
  }
  if (ignored.length > 0) {
    findings.push({
      ...about,
      kind: 'monitoring-removed',
      what: `${name} no longer monitors ${quoted(ignored)}.`,
      why: 'query_text: the list of tables is shorter.',
      otherwise: 'Problems in these tables go unnoticed.',
    });
  }
  if (raised.length > 0) {
    findings.push({
      ...about,
      kind: 'tolerance-raised',
      what: `${name} tolerates more rows that fail a rule: ${quoted(raised.map(({ rule }) => rule))}.`,
      why: `query_text: ${raised.map(({ rule, before, after }) => `${rule}: ${before} → ${after}`).join('; ')}.`,
    });
  }
  if (different) {
    const { part, before, after } = different;
    findings.push({
      ...about,
      kind: 'unknown-change',
      what: `${name} has a different query: ${part === '' ? '' : `in \`${part}\`, `}${differenceText(before.rest, after.rest)}.`,
      why: 'query_text: text changed. The review cannot tell whether it still detects the same problems.',
      todo: { sentence: 'Run both queries in the SQL editor and compare the results.' },
    });
  }
  if (findings.length > 0) return findings;
  return [
    {
      ...about,
      kind: 'safe-change',
      what:
        added.length > 0
          ? `${name} also monitors ${quoted(added)}.`
          : `${name} checks the remaining tables as before.`,
      why: 'query_text: only the listed tables and tolerances differ.',
    },
  ];
}

/** Tables and tolerances of a part of a query, and the rest of its text. */
interface QueryPart {
  readonly tables: ReadonlySet<string>;
  readonly rates: ReadonlyMap<string, number>;
  readonly rest: readonly string[];
}

/** The parts of a query by the names of its CTEs. */
function queryOf(text: string): ReadonlyMap<string, QueryPart> {
  const starts = [...text.matchAll(PART)];
  const texts = [
    ['', text.slice(0, starts[0]?.index)] as const,
    ...starts.map((start, index) => {
      const body = text.slice(start.index + start[0].length, starts[index + 1]?.index);
      return [start[1] ?? 'SELECT', start[1] ? body.replace(/\),?\s*$/, '') : body] as const;
    }),
  ];
  return new Map(texts.map(([name, body]) => [name, partOf(body)]));
}

function partOf(text: string): QueryPart {
  const rates = new Map<string, number>();
  for (const [, rule, rate] of text.matchAll(BRANCH)) rates.set(rule as string, Number(rate));
  const tables = new Set<string>();
  const bare = text
    .replaceAll(BRANCH, '')
    .replaceAll(UNION, '')
    // Whether a pipeline is continuous is a setting of the pipeline.
    .replaceAll(/\b(true|false) AS continuous\b/g, 'continuous')
    .replaceAll(LIST, (_, names: string) => {
      for (const [, table] of names.matchAll(/'([^']*)'/g)) tables.add(table as string);
      return '(…)';
    })
    // Without branches there is no CASE: both forms are the default tolerance.
    .replaceAll(/CASE concat\(table_name, '\.', rule\)\s*ELSE (\S+) END/g, '$1');
  return { tables, rates, rest: bare.match(PIECE) ?? [] };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

/** A query without the pipelines' catalog and schema, so that moved tables are no difference. */
function withoutPlaces(text: string, { pipelines }: ChangedResources, side: 'before' | 'after'): string {
  return pipelines.reduce((query, pipeline) => {
    const { catalog, schema } = pipeline[side] ?? {};
    return query.replaceAll(`\`${catalog}\`.\`${schema}\`.`, '');
  }, text);
}

/** Datasets that are gone, or whose rows are matched with those of their input in another way, as they declare. */
function comparedDifferently({ pipelines }: ChangedResources): Set<string> {
  const declared = (side: 'before' | 'after') =>
    new Map(
      pipelines.flatMap((pipeline) =>
        (pipeline[side]?.manifest?.datasets ?? []).map(({ name, kind, inputs, deduplicate }) => [
          name,
          JSON.stringify([kind, inputs, deduplicate]),
        ]),
      ),
    );
  const after = declared('after');
  return new Set([...declared('before')].flatMap(([name, was]) => (after.get(name) === was ? [] : [name])));
}

/** Datasets that this deployment removes. */
function goneDatasets({ pipelines }: ChangedResources): Set<string> {
  return new Set(
    pipelines.flatMap(({ before, after }) => {
      const names = new Set(after?.manifest?.datasets.map(({ name }) => name));
      return (before?.manifest?.datasets ?? []).map(({ name }) => name).filter((name) => !names.has(name));
    }),
  );
}

/** The first difference between two queries. */
function differenceText(was: readonly string[], is: readonly string[]): string {
  const at = was.findIndex((piece, index) => piece !== is[index]);
  const from = at < 0 ? was.length : at;
  const around = (pieces: readonly string[]) =>
    pieces.slice(Math.max(0, from - 3), from + 4).join(' ') || 'nothing';
  return `\`${around(was)}\` → \`${around(is)}\``;
}
