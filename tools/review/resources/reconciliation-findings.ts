import type { Finding } from '../finding';
import { namesText } from './descriptions';
import { pythonConstant } from './python-constants';
import type { Side, TaskNotebookChange } from './task-notebooks';

/** Two tables that are compared, as the notebook has them. */
interface Pair {
  readonly dataset: string;
  readonly original: string;
  readonly columns?: Readonly<Record<string, { readonly tolerance?: number }>>;
  readonly tolerated?: Readonly<Record<string, number>>;
}

/** What the notebook that compares with the original pipeline no longer compares, or forgives. */
export function reconciliationFindings({ resource, text }: TaskNotebookChange): Finding[] {
  const value = (side: Side, name: string) => pythonConstant(text[side] ?? '', name)?.value;
  const [was, is] = [value('before', 'PAIRS') as readonly Pair[], value('after', 'PAIRS') as readonly Pair[]];
  const after = new Map(is.map((pair) => [`${pair.dataset}/${pair.original}`, pair]));
  const gone: string[] = [];
  const raised: string[] = [];
  for (const pair of was) {
    const same = after.get(`${pair.dataset}/${pair.original}`);
    if (!same) {
      gone.push(pair.dataset);
      continue;
    }
    gone.push(
      ...Object.keys(pair.columns ?? {})
        .filter((column) => !same.columns?.[column])
        .map((column) => `${pair.dataset}.${column}`),
    );
    raised.push(
      ...Object.entries(same.tolerated ?? {})
        .filter(([check, share]) => share > (pair.tolerated?.[check] ?? 0))
        .map(
          ([check, share]) => `${pair.dataset}, rows ${check}: ${pair.tolerated?.[check] ?? 0} → ${share}`,
        ),
      ...Object.entries(same.columns ?? {})
        .filter(([column, { tolerance = 0 }]) => tolerance > (pair.columns?.[column]?.tolerance ?? tolerance))
        .map(
          ([column, { tolerance }]) =>
            `${pair.dataset}.${column}: ${pair.columns?.[column]?.tolerance} → ${tolerance}`,
        ),
    );
  }
  const [table, other] = [value('before', 'RESULTS_TABLE'), value('after', 'RESULTS_TABLE')];
  const about = { address: resource.address };
  return [
    ...(gone.length > 0
      ? [
          {
            ...about,
            kind: 'monitoring-removed' as const,
            what: `The task \`reconciliation\` no longer compares ${namesText(gone)} with the original pipeline.`,
            why: 'PAIRS: what was compared is gone.',
          },
        ]
      : []),
    ...(raised.length > 0
      ? [
          {
            ...about,
            kind: 'tolerance-raised' as const,
            what: 'The task `reconciliation` tolerates more differences from the original pipeline.',
            why: `PAIRS: ${raised.slice(0, 5).join('; ')}.`,
          },
        ]
      : []),
    ...(table === other
      ? []
      : [
          {
            ...about,
            kind: 'readers-break' as const,
            what: `The results of the task \`reconciliation\` are appended to \`${String(other)}\`; those in \`${String(table)}\` stay behind.`,
            why: 'RESULTS_TABLE differs.',
          },
        ]),
  ];
}
