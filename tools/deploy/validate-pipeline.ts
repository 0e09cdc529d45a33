import type { Finding } from './finding';
import { type Workspace, WorkspaceError } from './workspace';

/** States of an update that has ended. */
const ENDED = ['COMPLETED', 'FAILED', 'CANCELED'];

/** A cluster starts within minutes; serverless compute is faster. */
const MOST_LOOKS = 240;

interface Update {
  readonly update?: { readonly state?: string };
}

/**
 * Starts an update of a deployed pipeline that only validates: Databricks resolves every table and column, but writes
 * nothing.
 *
 * @see https://docs.databricks.com/api/workspace/pipelines/startupdate (validate_only)
 */
export async function validationFinding(
  name: string,
  workspace: Workspace,
  pause: () => Promise<void>,
): Promise<Finding> {
  const { statuses = [] } = await workspace.get<{
    readonly statuses?: readonly { readonly name?: string; readonly pipeline_id?: string }[];
  }>('/api/2.0/pipelines', { filter: `name LIKE '${name}'` });
  const id = statuses.find((each) => each.name === name)?.pipeline_id;
  if (id === undefined) {
    return finding('warning', `${name} is not deployed, so its code cannot be validated on Databricks yet.`);
  }
  const started = await startedValidation(id, workspace);
  if (typeof started !== 'string') return finding('warning', `${name} was not validated: ${started.message}`);
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const { update } = await workspace.get<Update>(`/api/2.0/pipelines/${id}/updates/${started}`);
    const state = update?.state ?? '';
    if (state === 'COMPLETED') return finding('fine', `${name} is valid on Databricks`);
    if (ENDED.includes(state)) return finding('problem', await failureOf(name, id, started, workspace));
    await pause();
  }
  return finding(
    'warning',
    `${name}: the validation ${started} has not ended yet. Look at it in the workspace.`,
  );
}

/** Starts the update; returns its ID, or the reason why it could not start, such as a running update. */
async function startedValidation(id: string, workspace: Workspace): Promise<string | WorkspaceError> {
  try {
    const { update_id: update } = await workspace.post<{ readonly update_id: string }>(
      `/api/2.0/pipelines/${id}/updates`,
      { validate_only: true },
    );
    return update;
  } catch (error) {
    if (error instanceof WorkspaceError) return error;
    throw error;
  }
}

/** The errors of a failed update from the pipeline's events. */
async function failureOf(name: string, id: string, update: string, workspace: Workspace): Promise<string> {
  const { events = [] } = await workspace.get<{
    readonly events?: readonly {
      readonly message?: string;
      readonly origin?: { readonly update_id?: string };
    }[];
  }>(`/api/2.0/pipelines/${id}/events`, { filter: "level='ERROR'", max_results: 25 });
  const messages = events
    .filter(({ origin }) => origin?.update_id === update)
    .map(({ message = '' }) => `  ${message}`);
  return [`${name} is not valid on Databricks:`, ...new Set(messages)].join('\n');
}

function finding(status: Finding['status'], text: string): Finding {
  return { subject: 'pipeline', status, text };
}
