import type { DeployedCompute, PipelineCompute } from './deployed-compute';
import { code, table } from './markdown';
import { count } from './quantity';
import { ASSUMED, HOURS_PER_MONTH, serverlessDbu } from './scale-estimate';

const DAYS_PER_MONTH = HOURS_PER_MONTH / 24;

/** One billed resource in a month. */
interface BilledResource {
  readonly name: string;
  readonly use: string;

  /** Undefined if a rate is unknown. */
  readonly least?: number;
  readonly most?: number;
}

/** A table of what each environment costs in a month, in DBU. */
export function monthlyCost(environments: ReadonlyMap<string, DeployedCompute>): string {
  const rows = [...environments].flatMap(([environment, compute]) => {
    const resources = billedResources(compute);
    const total = (which: 'least' | 'most') =>
      resources.reduce((sum, resource) => sum + (resource[which] ?? Number.NaN), 0);
    return [
      ...resources.map(({ name, use, least, most }) => [environment, name, use, range(least, most)]),
      [environment, '**together**', '', `**${range(total('least'), total('most'))}**`],
    ];
  });
  return table(['environment', 'resource', 'use', 'DBU per month'], rows);
}

function billedResources({ pipelines, jobs, warehouse }: DeployedCompute): BilledResource[] {
  return [
    ...pipelines.map(pipelineUse),
    ...jobs
      .filter(({ notebooks }) => notebooks > 0)
      .map(({ name, runsPerDay, notebooks }) => {
        const runs = runsPerDay * DAYS_PER_MONTH;
        return {
          name: `job ${code(name)}`,
          use: `${times(runs)}, ${notebooks} notebooks on serverless compute`,
          ...exactly(runs * notebooks * serverlessDbu(ASSUMED.notebook)),
        };
      }),
    ...(warehouse
      ? [
          {
            name: `warehouse ${code(warehouse.size)}`,
            use: `${count(warehouseHours(warehouse))} hours for alerts`,
            ...exactly(
              warehouse.dbuPerHour === undefined
                ? undefined
                : warehouse.dbuPerHour * warehouseHours(warehouse),
            ),
          },
        ]
      : []),
  ];
}

function pipelineUse({ name, isContinuous, updatesPerDay, cluster }: PipelineCompute): BilledResource {
  const resource = { name: `pipeline ${code(name)}` };
  const updates = updatesPerDay * DAYS_PER_MONTH;
  if (!cluster) {
    return {
      ...resource,
      use: `${times(updates)} on serverless compute`,
      ...exactly(updates * serverlessDbu(ASSUMED.update)),
    };
  }
  const hours = isContinuous ? HOURS_PER_MONTH : (updates * ASSUMED.clusterUpdateMinutes) / 60;
  const size = `driver and ${cluster.minWorkers} to ${cluster.maxWorkers} workers`;
  return {
    ...resource,
    use: isContinuous ? `continuously: ${size}` : `${times(updates)}: ${size}`,
    least: cluster.leastDbu === undefined ? undefined : cluster.leastDbu * hours,
    most: cluster.mostDbu === undefined ? undefined : cluster.mostDbu * hours,
  };
}

/** Each schedule of alerts keeps the warehouse running until it stops by itself. */
function warehouseHours({ wakesPerDay, autoStopMinutes }: NonNullable<DeployedCompute['warehouse']>): number {
  return Math.min(24, (wakesPerDay * (ASSUMED.queryMinutes + autoStopMinutes)) / 60) * DAYS_PER_MONTH;
}

function exactly(dbu: number | undefined): Pick<BilledResource, 'least' | 'most'> {
  return { least: dbu, most: dbu };
}

function times(runs: number): string {
  return runs === 0 ? 'started by hand' : `${count(runs)} times`;
}

function range(least: number | undefined, most: number | undefined): string {
  if (least === undefined || most === undefined || Number.isNaN(least + most)) return 'unknown rate';
  const [from, to] = [count(least), count(most)];
  return from === to ? from : `${from} to ${to}`;
}
