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
  const ignored = [...was.tables].filter((table) => !is.tables.has(table) && !gone.has(table));
  const added = [...is.tables].filter((table) => !was.tables.has(table));
  const raised = [...is.rates].filter(([rule, rate]) => rate > (was.rates.get(rule) ?? rate));
  const findings: Finding[] = [];
  if (ignored.length > 0) {
    findings.push({
      ...about,
      kind: 'monitoring-removed',
      what: `${name} no longer monitors ${ignored.map((table) => `\`${table}\``).join(', ')}.`,
      why: 'query_text: the list of tables is shorter.',
      otherwise: 'Problems in these tables go unnoticed.',
    });
  }
  if (raised.length > 0) {
    findings.push({
      ...about,
      kind: 'tolerance-raised',
      what: `${name} tolerates more rows that fail a rule: ${raised.map(([rule]) => `\`${rule}\``).join(', ')}.`,
      why: `query_text: ${raised.map(([rule, rate]) => `${rule}: ${was.rates.get(rule)} → ${rate}`).join('; ')}.`,
    });
  }
  if (was.rest.join(' ') !== is.rest.join(' ')) {
    findings.push({
      ...about,
      kind: 'unknown-change',
      what: `${name} has a different query: ${differenceText(was.rest, is.rest)}.`,
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
          ? `${name} also monitors ${added.map((table) => `\`${table}\``).join(', ')}.`
          : `${name} checks the remaining tables as before.`,
      why: 'query_text: only the listed tables and tolerances differ.',
    },
  ];
}

/** Tables and tolerances of a query, and the rest of its text. */
interface Query {
  readonly tables: ReadonlySet<string>;
  readonly rates: ReadonlyMap<string, number>;
  readonly rest: readonly string[];
}

function queryOf(text: string): Query {
  const rates = new Map<string, number>();
  for (const [, rule, rate] of text.matchAll(BRANCH)) rates.set(rule as string, Number(rate));
  const tables = new Set<string>();
  const bare = text
    .replaceAll(BRANCH, '')
    .replaceAll(LIST, (_, names: string) => {
      for (const [, table] of names.matchAll(/'([^']*)'/g)) tables.add(table as string);
      return '(…)';
    })
    // Without branches there is no CASE: both forms are the default tolerance.
    .replaceAll(/CASE concat\(table_name, '\.', rule\)\s*ELSE (\S+) END/g, '$1');
  return { tables, rates, rest: bare.match(PIECE) ?? [] };
}

/** A query without the pipelines' catalog and schema, so that moved tables are no difference. */
function withoutPlaces(text: string, { pipelines }: ChangedResources, side: 'before' | 'after'): string {
  return pipelines.reduce((query, pipeline) => {
    const { catalog, schema } = pipeline[side] ?? {};
    return query.replaceAll(`\`${catalog}\`.\`${schema}\`.`, '');
  }, text);
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
