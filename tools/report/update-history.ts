import type { ExpectationCount, LoggedEvent } from './tables-content';

/** Outcome of a flow in an update. */
export type FlowStatus = 'completed' | 'unchanged' | 'failed' | 'skipped' | 'interrupted';

/** The run of a dataset's flow in one update. */
export interface FlowRecord {
  readonly dataset: string;
  readonly status: FlowStatus;
  /** Seconds from the start of the update to the start of the flow; undefined if there was nothing to do. */
  readonly startedAfter?: number;
  /** Duration in seconds. */
  readonly seconds?: number;
  readonly rowsWritten?: number;
  /** Rows dropped by rules. */
  readonly rowsDropped: number;
  readonly expectations: readonly ExpectationCount[];
  /** Message besides the status; for a failure, its reason. */
  readonly message?: string;
  /** How a materialized view was refreshed, and why. */
  readonly refresh?: string;
  /** Whether the event log has logged a warning. */
  readonly warns: boolean;
}

/** One update, from the event log. */
export interface UpdateRecord {
  readonly id: string;
  /** Sequence number, from 1 for the first update of these tables. */
  readonly number: number;
  /** ISO 8601, UTC. */
  readonly began: string;
  readonly seconds: number;
  readonly failed: boolean;
  /** Names of the fully refreshed datasets, or all. */
  readonly fullRefresh: 'all' | readonly string[];
  readonly flows: ReadonlyMap<string, FlowRecord>;
}

/**
 * The updates of the event logs, oldest first: the updates of all pipelines in one run are one.
 *
 * @param earlier number of updates before the first event
 */
export function updateHistory(events: readonly LoggedEvent[], earlier = 0): UpdateRecord[] {
  const byUpdate = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    const known = byUpdate.get(event.update);
    if (known) known.push(event);
    else byUpdate.set(event.update, [event]);
  }
  return [...byUpdate].map(([id, ofUpdate], index) => updateRecord(id, earlier + index + 1, ofUpdate));
}

function updateRecord(id: string, number: number, events: readonly LoggedEvent[]): UpdateRecord {
  const began = events[0]?.time ?? '';
  const created = events.find(({ type }) => type === 'create_update')?.details;
  const ended = events.filter(({ type }) => type === 'update_progress');
  const flows = new Map<string, LoggedEvent[]>();
  const refreshes = new Map<string | null, string | undefined>();
  for (const event of events) {
    if (event.type === 'planning_information') refreshes.set(event.dataset, refreshText(event));
    if (event.type !== 'flow_progress' || event.dataset === null) continue;
    flows.set(event.dataset, [...(flows.get(event.dataset) ?? []), event]);
  }
  return {
    id,
    number,
    began,
    seconds: secondsBetween(began, (ended.at(-1) ?? events.at(-1))?.time ?? began),
    failed: ended.length === 0 || ended.some(({ details }) => details.state !== 'COMPLETED'),
    fullRefresh: created?.full_refresh ? 'all' : (created?.full_refresh_selection ?? []),
    flows: new Map(
      [...flows].map(([dataset, of]) => [
        dataset,
        { ...flowRecord(dataset, began, of), refresh: refreshes.get(dataset) },
      ]),
    ),
  };
}

function flowRecord(dataset: string, began: string, events: readonly LoggedEvent[]): FlowRecord {
  const running = events.find(({ details }) => details.status === 'RUNNING');
  const last = events.at(-1) as LoggedEvent;
  const { status, metrics, data_quality: quality } = last.details;
  const times = running && {
    startedAfter: secondsBetween(began, running.time),
    seconds: secondsBetween(running.time, last.time),
  };
  const message = /^Flow '[^']*' (?:is|has|was) [A-Z]+: ([\s\S]+)$/.exec(last.message)?.[1];
  return {
    dataset,
    status: flowStatus(status, metrics?.num_output_rows !== undefined),
    ...times,
    rowsWritten: metrics?.num_output_rows,
    rowsDropped: quality?.dropped_records ?? 0,
    expectations: quality?.expectations ?? [],
    message,
    warns: last.level === 'WARN',
  };
}

function refreshText({ details }: LoggedEvent): string | undefined {
  const chosen = details.technique_information?.find(({ is_chosen: isChosen }) => isChosen);
  if (chosen === undefined) return undefined;
  const isFull = chosen.maintenance_type === 'MAINTENANCE_TYPE_COMPLETE_RECOMPUTE';
  return `${isFull ? 'full' : 'incremental'}: ${chosen.reason}`;
}

/** A flow without new data is logged as completed, without a number of rows. */
function flowStatus(status: string | undefined, wrote: boolean): FlowStatus {
  if (status === 'COMPLETED') return wrote ? 'completed' : 'unchanged';
  if (status === 'FAILED') return 'failed';
  return status === 'SKIPPED' ? 'skipped' : 'interrupted';
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Date.parse(to) - Date.parse(from)) / 1000;
}
