import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import type { DbuRates } from './dbu-rates';

/** A changed attribute and the context for its assessment. */
export interface Judged extends AttributeChange {
  readonly resource: ResourceChange;
  /** Name of the resource for use in a sentence. */
  readonly name: string;
  readonly changed: ChangedResources;
  readonly rates: DbuRates;
}

/** A finding without address and reason, which follow from the change. */
export type Verdict = Pick<Finding, 'kind' | 'what'> & Partial<Finding>;

/** Assesses one changed attribute. */
export type Judge = (judged: Judged) => Verdict;

/** One of two verdicts; `better` is safe. */
export function either(
  isWorse: boolean,
  worse: Verdict,
  better: Omit<Verdict, 'kind'> & { readonly what: string },
  documentation?: string,
): Verdict {
  const link = documentation === undefined ? {} : { documentation };
  return isWorse ? { ...link, ...worse } : { ...link, kind: 'safe-change', ...better };
}

/** A change without effect on rows, access or costs. */
export function safe(what: string, documentation: string): Verdict {
  return { kind: 'safe-change', what, documentation };
}
