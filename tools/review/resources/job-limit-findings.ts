import type { Finding } from '../finding';
import type { Attributes, ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import type { ChangedResources } from './changed-resources';
import { nameOf } from './resource-description';
import { describeChange, valueText } from './value-description';

/** Limits of a job within which its runs have to stay. */
export function jobLimitFindings(resource: ResourceChange, changed: ChangedResources): Finding[] {
  const name = `the job ${nameOf(resource)}`;
  const about = (change: AttributeChange) => ({
    address: resource.address,
    why: `${describeChange(resource, change)}.`,
    documentation: 'https://docs.databricks.com/aws/en/jobs/configure-job',
  });
  return [
    ...changed.take(resource, 'timeout_seconds').map((change): Finding => {
      const isShorter = secondsOf(change.after) < secondsOf(change.before);
      return {
        ...about(change),
        kind: isShorter ? 'update-interrupted' : 'safe-change',
        what: isShorter
          ? `Runs of ${name} that take longer than ${valueText(change.after)} seconds are ended from now on.`
          : `Runs of ${name} may take longer.`,
      };
    }),
    ...changed.take(resource, 'queue').map((change): Finding => {
      const isOff = [resource.after?.queue]
        .flat()
        .every((queue) => (queue as Attributes | undefined)?.enabled !== true);
      return {
        ...about(change),
        kind: isOff ? 'schedule-stopped' : 'safe-change',
        what: isOff
          ? `A run of ${name} that comes while another one is running is skipped, and no longer waits.`
          : `A run of ${name} that comes while another one is running waits for it.`,
      };
    }),
    ...changed.take(resource, 'max_concurrent_runs').map((change): Finding => {
      const isMore = Number(change.after ?? 1) > Number(change.before ?? 1);
      return {
        ...about(change),
        kind: 'unknown-change',
        what: isMore
          ? `Several runs of ${name} may run at once: whether its tasks get on with each other cannot be told.`
          : `Fewer runs of ${name} may run at once.`,
      };
    }),
  ];
}

function secondsOf(value: unknown): number {
  const seconds = Number(value ?? 0);
  return seconds === 0 ? Number.POSITIVE_INFINITY : seconds;
}
