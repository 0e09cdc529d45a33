import { diskProblems } from './ebs-volumes';
import { renderedScheduleProblems } from './quartz-cron';
import { type Attributes, blocksOf, type RenderedResource } from './rendered-resource';

/**
 * Return problems of a job that Databricks would only reject when it is created or updated.
 *
 * @see https://docs.databricks.com/api/workspace/jobs/create
 */
export function jobProblems({ type, attributes }: RenderedResource): string[] {
  if (type !== 'job') return [];
  const tasks = blocksOf(attributes.task);
  return [
    ...blocksOf(attributes.schedule).flatMap((schedule) =>
      renderedScheduleProblems(schedule.quartz_cron_expression, schedule.timezone_id),
    ),
    ...(tasks.length === 0 ? ['has no tasks. Add one, or remove the job.'] : []),
    ...keyProblems(tasks),
    ...dependencyProblems(tasks),
    ...clusterProblems(tasks, blocksOf(attributes.job_cluster)),
    ...[...tasks, ...blocksOf(attributes.job_cluster)].flatMap(({ new_cluster: cluster }) =>
      blocksOf(cluster).flatMap(diskProblems),
    ),
  ];
}

function keyProblems(tasks: readonly Attributes[]): string[] {
  const keys = tasks.map(({ task_key: key }) => String(key));
  const sorted = [...keys].sort();
  return [
    ...keys
      .filter((key, index) => keys.indexOf(key) !== index)
      .map((key) => `task '${key}' is defined twice. Rename one of the two.`),
    ...(keys.join() === sorted.join()
      ? []
      : [
          `has its tasks in the order ${keys.join(', ')}, but Databricks sorts them, so every plan would show a diff. Sort them by key.`,
        ]),
  ];
}

function dependencyProblems(tasks: readonly Attributes[]): string[] {
  const before = new Map(
    tasks.map((task) => [
      String(task.task_key),
      blocksOf(task.depends_on).map((dependency) => String(dependency.task_key)),
    ]),
  );
  const unknown = [...before].flatMap(([key, others]) =>
    others
      .filter((other) => !before.has(other))
      .map(
        (other) =>
          `task '${key}' depends on '${other}', which is not a task of the job (${[...before.keys()].join(', ')}).`,
      ),
  );
  const cyclic = [...before.keys()].filter((key) => reaches(key, key, before));
  return [
    ...unknown,
    ...(cyclic.length > 0
      ? [`tasks ${cyclic.join(', ')} form a dependency cycle. Remove a dependency.`]
      : []),
  ];
}

/** Whether `from` depends on `to`, directly or indirectly. */
function reaches(from: string, to: string, before: ReadonlyMap<string, readonly string[]>): boolean {
  const seen = new Set<string>();
  const next = [...(before.get(from) ?? [])];
  for (let key = next.pop(); key !== undefined; key = next.pop()) {
    if (key === to) return true;
    if (seen.has(key)) continue;
    seen.add(key);
    next.push(...(before.get(key) ?? []));
  }
  return false;
}

function clusterProblems(tasks: readonly Attributes[], clusters: readonly Attributes[]): string[] {
  const known = clusters.map(({ job_cluster_key: key }) => String(key));
  return tasks
    .filter(({ job_cluster_key: key }) => key !== undefined && !known.includes(String(key)))
    .map(
      ({ task_key: task, job_cluster_key: key }) =>
        `task '${task}' runs on cluster '${key}', which the job does not have (${known.join(', ') || 'none'}).`,
    );
}
