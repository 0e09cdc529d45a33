import type { Finding } from '../finding';
import { namesText } from '../sentences';
import type { TaskNotebookChange } from './task-notebooks';

/** A pair of compared tables in the notebook. */
interface Pair {
  readonly dataset: string;
  readonly original: string;
  readonly columns?: Readonly<Record<string, { readonly tolerance?: number }>>;
  readonly tolerated?: Readonly<Record<string, number>>;
}

/** Findings on removed comparisons and raised tolerances of the reconciliation notebook. */
export function reconciliationFindings({ resource, constant }: TaskNotebookChange): Finding[] {
  const [was, is] = [constant('before', 'PAIRS') as Pair[], constant('after', 'PAIRS') as Pair[]];
  const counterpart = ({ dataset, original }: Pair) =>
    is.find((pair) => pair.dataset === dataset && pair.original === original);
  const gone = was.flatMap((pair) => {
    const after = counterpart(pair);
    if (!after) return [pair.dataset];
    const columns = Object.keys(pair.columns ?? {}).filter((column) => !after.columns?.[column]);
    return columns.map((column) => `${pair.dataset}.${column}`);
  });
  const raised = was.flatMap((pair) => {
    const { tolerated = {}, columns = {} } = counterpart(pair) ?? {};
    return [
      ...Object.entries(tolerated)
        .map(
          ([check, share]) =>
            [`${pair.dataset}, rows ${check}`, pair.tolerated?.[check] ?? 0, share] as const,
        )
        .filter(([, before, after]) => after > before),
      ...Object.entries(columns)
        .map(([column, { tolerance = 0 }]) => {
          const before = pair.columns?.[column]?.tolerance ?? tolerance;
          return [`${pair.dataset}.${column}`, before, tolerance] as const;
        })
        .filter(([, before, after]) => after > before),
    ].map(([what, before, after]) => `${what}: ${before} → ${after}`);
  });
  const [table, newTable] = [constant('before', 'RESULTS_TABLE'), constant('after', 'RESULTS_TABLE')];
  const { address } = resource;
  const findings: Finding[] = [];
  if (gone.length > 0) {
    findings.push({
      kind: 'monitoring-removed',
      address,
      what: `The task \`reconciliation\` no longer compares ${namesText(gone)} with the original pipeline.`,
      why: 'PAIRS: comparisons were removed.',
    });
  }
  if (raised.length > 0) {
    findings.push({
      kind: 'tolerance-raised',
      address,
      what: 'The task `reconciliation` tolerates more differences from the original pipeline.',
      why: `PAIRS: ${raised.slice(0, 5).join('; ')}.`,
    });
  }
  if (table !== newTable) {
    findings.push({
      kind: 'readers-break',
      address,
      what: `The results of the task \`reconciliation\` are appended to \`${String(newTable)}\`; earlier results stay in \`${String(table)}\`.`,
      why: 'RESULTS_TABLE differs.',
    });
  }
  return findings;
}
