/** An error or warning of Terraform. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** First line, such as `cannot create pipeline: …`. */
  readonly summary: string;
  /** Further lines; empty if there are none. */
  readonly detail: string;
  /** Address of the resource it is about. */
  readonly address?: string;
}

/** What a line of `terraform apply -json` reports about one resource. */
export interface ResourceProgress {
  readonly state: 'started' | 'running' | 'done' | 'failed';
  readonly address: string;
  /** Terraform's sentence, such as `databricks_schema.schema: Creation complete after 1s [id=dev.music]`. */
  readonly text: string;
}

/** One line of Terraform's machine-readable output. */
export type Message =
  | ({ readonly kind: 'diagnostic' } & Diagnostic)
  | ({ readonly kind: 'progress' } & ResourceProgress)
  | { readonly kind: 'log'; readonly text: string };

const PROGRESS: Readonly<Record<string, ResourceProgress['state']>> = {
  apply_start: 'started',
  apply_progress: 'running',
  apply_complete: 'done',
  apply_errored: 'failed',
};

interface Line {
  readonly '@level'?: string;
  readonly '@message'?: string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly hook?: { readonly resource?: { readonly addr?: string } };
}

/**
 * Parses a line of the output of `terraform plan -json` or `terraform apply -json`.
 *
 * @returns undefined for lines that repeat what the review shows, such as planned changes
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
export function messageIn(text: string): Message | undefined {
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    // Output of a crashed Terraform is no JSON.
    return text.trim() === '' ? undefined : { kind: 'log', text };
  }
  const { type = '', diagnostic, hook, '@message': message = '' } = line;
  if (diagnostic) {
    const { severity, summary, detail = '', address } = diagnostic;
    return { kind: 'diagnostic', severity, summary, detail, ...(address ? { address } : {}) };
  }
  const state = PROGRESS[type];
  if (state) return { kind: 'progress', state, address: hook?.resource?.addr ?? '', text: message };
  // Such as the answer to Ctrl-C.
  return type === 'log' ? { kind: 'log', text: message } : undefined;
}

/** Diagnostics with the same text, with every address once. */
export interface DiagnosticGroup extends Omit<Diagnostic, 'address'> {
  readonly addresses: readonly string[];
}

/** Groups equal diagnostics: a rejected token is one error, not one per resource. */
export function grouped(diagnostics: readonly Diagnostic[]): DiagnosticGroup[] {
  const groups = new Map<string, DiagnosticGroup & { readonly addresses: string[] }>();
  for (const { address, ...text } of diagnostics) {
    const key = JSON.stringify([text.severity, text.summary, text.detail]);
    const group = groups.get(key) ?? { ...text, addresses: [] };
    if (address !== undefined && !group.addresses.includes(address)) group.addresses.push(address);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** A group as text: summary, resources and detail. */
export function renderGroup({ severity, summary, detail, addresses }: DiagnosticGroup): string {
  const shown = addresses.slice(0, MOST_ADDRESSES).join(', ');
  const more = addresses.length - MOST_ADDRESSES;
  return [
    `${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`,
    ...(addresses.length > 0 ? [`  in ${shown}${more > 0 ? ` and ${more} more` : ''}`] : []),
    ...(detail.trim() === '' || detail === summary
      ? []
      : detail
          .trim()
          .split('\n')
          .map((line) => `  ${line}`.trimEnd())),
  ].join('\n');
}

const MOST_ADDRESSES = 5;
