import { z } from 'zod';
import { UserError } from '../../terminal/user-error';
import type { Action, Attributes, Deployment, ResourceChange, ReviewFacts } from './deployment';
import { COMPLETION_MARKER, typeName } from './deployment';

/** Instructions for creating a plan in JSON. */
const HOW_TO_WRITE = `Write one with:
  terraform plan -out plan.tfplan
  terraform show -json plan.tfplan > plan.json`;

const tree = z.unknown().optional();

const change = z.object({
  actions: z.array(z.enum(['no-op', 'create', 'read', 'update', 'delete', 'forget'])),
  before: z.record(z.string(), z.unknown()).nullish(),
  after: z.record(z.string(), z.unknown()).nullish(),
  after_unknown: tree,
  before_sensitive: tree,
  after_sensitive: tree,
  replace_paths: z.array(z.array(z.union([z.string(), z.number()]))).nullish(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string().optional(),
  type: z.string(),
  provider_name: z.string().optional(),
  deposed: z.string().optional(),
  change,
  action_reason: z.string().optional(),
});

/** The fields of Terraform's JSON plan that a review reads. */
const plan = z.object({
  format_version: z.string(),
  terraform_version: z.string().optional(),
  resource_changes: z.array(resourceChange).default([]),
  resource_drift: z.array(resourceChange).default([]),
  output_changes: z
    .record(
      z.string(),
      z.object({ actions: z.array(z.string()).default([]), before: z.unknown(), after: z.unknown() }),
    )
    .default({}),
  applyable: z.boolean().optional(),
  complete: z.boolean().optional(),
  errored: z.boolean().optional(),
});

/**
 * Parses the output of `terraform show -json` (or `tofu show -json`) for a saved plan.
 *
 * @param name name of the file in error messages
 * @throws UserError if the text is not a plan
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function readPlan(text: string, name: string): Deployment {
  const { data, error } = plan.safeParse(planIn(text, name));
  if (error) {
    const problems = error.issues
      .slice(0, 5)
      .map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
    throw new UserError(
      [`${name} is not a valid Terraform plan in JSON:`, ...problems, HOW_TO_WRITE].join('\n'),
    );
  }
  if (!/^1\./.test(data.format_version)) {
    throw new UserError(
      `${name} has format ${data.format_version} (Terraform ${data.terraform_version ?? 'unknown'}), but this review supports only format 1. Plan with Terraform 1.x.`,
    );
  }
  if (data.errored) {
    throw new UserError(
      `${name} is incomplete because the plan failed. Fix the errors of 'terraform plan' and plan again.`,
    );
  }
  return {
    source: 'plan',
    resources: data.resource_changes.filter(isReviewed).map(resourceChangeOf),
    drift: data.resource_drift.filter(isReviewed).map(resourceChangeOf),
    hasChanges: data.applyable ?? hasChanges(data),
    isComplete: data.complete ?? true,
    last: lastDeployment(data),
    facts: factsIn(data.output_changes.review ?? {}),
  };
}

function isReviewed({ mode, address }: z.infer<typeof resourceChange>): boolean {
  return mode !== 'data' && address !== COMPLETION_MARKER;
}

/** Progress of the last deployment: a stack without a revision was deployed before there were any. */
function lastDeployment({
  resource_changes: resources,
  output_changes: outputs,
}: z.infer<typeof plan>): Deployment['last'] {
  const { revision } = attributesOf(outputs.review?.before) as ReviewFacts;
  const marker = resources.find(({ address }) => address === COMPLETION_MARKER)?.change.before;
  if (revision === undefined) return 'complete';
  if (!marker) return 'first interrupted';
  return (marker.input as ReviewFacts | undefined)?.revision === revision ? 'complete' : 'interrupted';
}

/** The JSON of the plan; throws an error that names what the text is instead. */
function planIn(text: string, name: string): unknown {
  if (text.trim() === '') throw new UserError(`${name} is empty. ${HOW_TO_WRITE}`);
  if (text.startsWith('PK')) {
    throw new UserError(
      `${name} is a saved plan in binary format. Convert it with: terraform show -json ${name} > plan.json`,
    );
  }
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (error) {
    if (/^\s*\{"@level"/.test(text)) {
      throw new UserError(`${name} is the log of 'terraform plan -json', not a plan. ${HOW_TO_WRITE}`);
    }
    const reason = (error as Error).message;
    throw new UserError(
      isAtEnd(reason, text)
        ? `${name} is truncated after ${text.length} characters. ${HOW_TO_WRITE}`
        : `${name} is not JSON: ${reason}. ${HOW_TO_WRITE}`,
    );
  }
  if (typeof read === 'object' && read !== null && !Array.isArray(read) && !('resource_changes' in read)) {
    if ('values' in read || 'serial' in read) {
      throw new UserError(`${name} is a Terraform state, not a plan. ${HOW_TO_WRITE}`);
    }
    if ('resource' in read) {
      throw new UserError(
        `${name} is a synthesized stack, not a plan. Compare two of them with: npx medallion review --compare <old directory> <new directory>`,
      );
    }
    if (!('format_version' in read)) {
      throw new UserError(
        `${name} is JSON, but not a Terraform plan: it has no format_version. ${HOW_TO_WRITE}`,
      );
    }
  }
  return read;
}

/** Whether the plan has changes; computed here because Terraform before 1.8 has no `applyable`. */
function hasChanges({ resource_changes: resources, output_changes: outputs }: z.infer<typeof plan>): boolean {
  return [
    ...resources.map(({ change: { actions } }) => actions),
    ...Object.values(outputs).map(({ actions }) => actions),
  ]
    .flat()
    .some((action) => action !== 'no-op' && action !== 'read');
}

/** Whether a JSON error message reports an unexpected end of input. */
function isAtEnd(reason: string, text: string): boolean {
  const [, position] = /at position (\d+)/.exec(reason) ?? [];
  return /end of JSON|unterminated/i.test(reason) || Number(position) >= text.trimEnd().length;
}

function resourceChangeOf(resource: z.infer<typeof resourceChange>): ResourceChange {
  const { address, previous_address: previousAddress, action_reason: reason, deposed } = resource;
  const { actions, before, after, after_unknown: unknown, replace_paths: replacePaths } = resource.change;
  return {
    // A deposed object of a replacement is not the current one at the address.
    address: deposed === undefined ? address : `${address} (deposed ${deposed})`,
    ...(previousAddress === undefined ? {} : { previousAddress }),
    type: typeName(resource.type),
    actions: actions as Action[],
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
    unknown: attributesOf(unknown),
    sensitive: sensitiveAttributes(resource.change.before_sensitive, resource.change.after_sensitive),
    replacePaths: replacePaths ?? [],
    ...(reason === undefined ? {} : { reason }),
  };
}

function attributesOf(value: unknown): Attributes {
  return typeof value === 'object' && value !== null ? (value as Attributes) : {};
}

/** Names of attributes with values that Terraform marks as sensitive on either side. */
function sensitiveAttributes(...marks: readonly unknown[]): string[] {
  const names = marks.flatMap((mark) =>
    Object.entries(attributesOf(mark)).flatMap(([name, value]) => (isMarked(value) ? [name] : [])),
  );
  return [...new Set(names)];
}

function isMarked(mark: unknown): boolean {
  if (typeof mark !== 'object' || mark === null) return mark === true;
  return Object.values(mark).some(isMarked);
}

function factsIn({
  before,
  after,
}: {
  readonly before?: unknown;
  readonly after?: unknown;
}): Deployment['facts'] {
  return { before: attributesOf(before) as ReviewFacts, after: attributesOf(after) as ReviewFacts };
}
